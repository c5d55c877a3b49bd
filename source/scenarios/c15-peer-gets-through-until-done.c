// SPDX-License-Identifier: MIT
/*
 * C15: the same, but the other CPU gets on after each race that it wins: an access is one step, with its fault and the try
 * after it.
 */
#include <asm/tlbflush.h>
#include <ptelab/scenario_writers.h>

static u32 finished;

void c15_through_setup(void)
{
	put_scratch(0);
}

void c15_through_allocate(void)
{
	program_begin();
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
	WRITE_ONCE(finished, 1);
}

static void c15_until_finished(bool evicted)
{
	program_begin();
	while (!READ_ONCE(finished)) {
		if (evicted)
			local_flush_tlb_page(arena_address(0));
		__ptelab_atomic_begin();
		kfunc_read(0);
		__ptelab_atomic_end();
	}
	program_end();
}

void c15_get_through(void)
{
	c15_until_finished(false);
}

/* The hardware's doing, not the kernel's: the CPU has needed the place in its TLB for something else. */
void c15_get_through_evicted(void)
{
	c15_until_finished(true);
}
