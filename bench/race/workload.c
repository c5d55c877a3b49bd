// SPDX-License-Identifier: MIT
/*
 * The race that is timed, in place of the lab's own workload: allocate a page, use it, touch the page
 * behind it as a buggy program would (a fault and a scratch page when nothing is there), free it.
 * Every access to the arena names the MMU, so that the same text runs where no compiler puts the MMU in front
 * of pointers.
 */
#include <linux/bpf_arena.h>
#include <ptelab/lab.h>

unsigned long __mmu_translate(unsigned long address, unsigned int access, unsigned int site);

#define BENCH_USES	16

static void use(unsigned long address, u32 value)
{
	u32 i;

	for (i = 0; i < BENCH_USES; i++) {
		unsigned long at = address + 64 * i;
		u32 *word = (u32 *)__mmu_translate(at, sizeof(u32) | LAB_ACCESS_WRITE, LAB_NOTHING);

		WRITE_ONCE(*word, value + i);
	}
}

void workload_step(void)
{
	struct lab_cpu_data *cpu = this_cpu();
	unsigned long address;
	long page;

	/* The handler recovers for a program with this arena, and for nobody else (claim C42). */
	cpu->program_stack[0] = 0;
	cpu->program_depth = 1;

	page = arena_alloc_pages(the_arena, 0, 1, 0, true);
	if (!page)
		return;
	address = arena_kern_address(the_arena, (u32)page);
	use(address, (u32)page);
	/* One in 64 runs past its end. */
	if (lab_random() % 64 == 0)
		use(address + PAGE_SIZE, 0);
	arena_free_pages(the_arena, page, 1, true);
}
