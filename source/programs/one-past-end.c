// SPDX-License-Identifier: MIT
/*
 * Bug: hands a kfunc the address one past the end of its allocation. The next page usually belongs to nobody, and the
 * kernel writes to it; whoever allocates that page later meets what recovery left there (claim C9).
 */
#include <ptelab/bpf.h>

#define SLOTS 4

static struct {
	char __arena *pages;
	__u32 count;
} held[LAB_CPUS][SLOTS];

SEC("syscall")
int program(void)
{
	__u32 slot = random_below(SLOTS);
	__u32 row = this_row();
	char __arena *pages = held[row][slot].pages;
	__u32 count = held[row][slot].count;

	if (pages) {
		held[row][slot].pages = NULL;
		bpf_arena_free_pages(&arena, pages, count);
		return 0;
	}

	count = 1 + random_below(3);
	pages = bpf_arena_alloc_pages(&arena, NULL, count, NUMA_NO_NODE, 0);
	if (!pages)
		return 0;
	held[row][slot].count = count;
	held[row][slot].pages = pages;

	/* A write that changes nothing, so that a neighbour's data is lost by the kernel's doing or not at all. */
	bpf_kfunc_touch(pages + count * bpf_lab_page_size());
	return 0;
}
