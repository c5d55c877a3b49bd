// SPDX-License-Identifier: MIT
/*
 * Bug: frees its pages twice. By the second time the range may belong to another program, which loses its pages then.
 */
#include <ptelab/bpf.h>

SEC("syscall")
int program(void)
{
	char __arena *pages = bpf_arena_alloc_pages(&arena, NULL, 2, NUMA_NO_NODE, 0);

	if (!pages)
		return 0;
	arena_write(pages, 0, 1);
	bpf_arena_free_pages(&arena, pages, 2);
	if (bpf_get_prandom_u32() & 1)
		bpf_arena_free_pages(&arena, pages, 2);
	else
		bpf_arena_free_pages_non_sleepable(&arena, pages, 2);
	return 0;
}
