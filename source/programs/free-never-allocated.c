// SPDX-License-Identifier: MIT
/*
 * Bug: frees ranges it never allocated: far from what the others use, up to and beyond the end of the map. Some of the
 * pages were touched by a kfunc before, so that a free meets scratch (claim C11).
 */
#include <ptelab/bpf.h>

#define FAR_PAGES	2048

SEC("syscall")
int program(void)
{
	void __arena *pages = bpf_lab_arena_page(FAR_PAGES + random_below(64));

	switch (random_below(4)) {
	case 0:
		bpf_kfunc_read(pages);
		break;
	case 1:
		bpf_arena_free_pages_non_sleepable(&arena, pages, 1 + random_below(8));
		break;
	case 2:
		/* The last 32 bits of address space: beyond the map unless the map is as large as that. */
		bpf_arena_free_pages(&arena, (void __arena *)(0xffffffffull & -bpf_lab_page_size()), 1);
		break;
	default:
		bpf_arena_free_pages(&arena, pages, 1 + random_below(8));
	}
	return 0;
}
