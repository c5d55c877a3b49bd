// SPDX-License-Identifier: MIT
/*
 * C33: a page is freed while another CPU goes on reading it through the kernel's mapping. Until the flush it may; from the
 * moment when the page goes back to the page allocator it may not.
 */
#include <ptelab/scenario_helper.h>

void c33_setup(void)
{
	program_begin();
	alloc_page_at(0);
	bpf_write(0, 1);
	program_end();
}

void c33_free(void)
{
	program_begin();
	free_pages_at(0, 1);
	program_end();
}

/* BPF's own accesses, so that no variant puts scratch there. */
void c33_read(void)
{
	program_begin();
	lab_result[0] = bpf_read(0);
	lab_result[1] = bpf_read(0);
	program_end();
}
