// SPDX-License-Identifier: MIT
/*
 * C15: a CPU allocates a scratched page while another touches that page again and again, for as long as the allocation lasts.
 */
#include <ptelab/scenario_writers.h>

static u32 done;

void c15_setup(void)
{
	put_scratch(0);
}

void c15_allocate(void)
{
	program_begin();
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
	WRITE_ONCE(done, 1);
}

void c15_touch(void)
{
	program_begin();
	while (!READ_ONCE(done))
		kfunc_read(0);
	program_end();
}
