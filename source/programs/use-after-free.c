// SPDX-License-Identifier: MIT
/*
 * Bug: uses pages after it has freed them, by a kfunc and by itself. The kernel's access leaves scratch behind; after that
 * the program's own accesses are no longer reported (claim C40).
 */
#include <ptelab/bpf.h>

SEC("syscall")
int program(void)
{
	char __arena *pages = bpf_arena_alloc_pages(&arena, NULL, 2, NUMA_NO_NODE, 0);
	__u32 page_size = bpf_lab_page_size();

	if (!pages)
		return 0;
	arena_write(pages, 0, 1);
	arena_write(pages, page_size, 2);
	bpf_arena_free_pages(&arena, pages, 2);

	if (bpf_get_prandom_u32() & 1) {
		bpf_kfunc_sum(pages, 64);
		bpf_kfunc_read(pages + page_size);
	} else {
		arena_read(pages, 0);
	}
	return 0;
}
