// SPDX-License-Identifier: MIT
/*
 * C34: what a fix may cost. The CPU that frees has no memory for small objects, and its attempts to take the lock may time
 * out. At the end the page is still there, or its address can be allocated.
 */
#include <linux/slab.h>
#include <ptelab/scenario_helper.h>
#include <ptelab/scenario_writers.h>

void c34_poor_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
	while (kmalloc_nolock(1, 0, -1))
		;
}

void c34_poor_free(void)
{
	program_begin();
	free_pages_at(0, 1);
	program_end();
}

/* Has the lock for a while. */
void c34_poor_neighbour(void)
{
	unsigned long flags;

	if (!raw_res_spin_lock_irqsave(&the_arena->spinlock, flags))
		raw_res_spin_unlock_irqrestore(&the_arena->spinlock, flags);
}

/* By a CPU that has memory; so the range tree is asked, and no allocation. */
void c34_poor_finish(void)
{
	finish_deferred_work();
	lab_result[0] = leaf_is_none(0);
	lab_check(!leaf_is_none(0) || page_can_be_claimed(0), PROPERTY_expectation);
}
