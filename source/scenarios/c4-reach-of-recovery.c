// SPDX-License-Identifier: MIT
/*
 * C4: faults on the first and on the last page that recovery covers, on a CPU that holds the arena's lock. Every table above the
 * entries was made with the map; one that the handler made now would be a store to a table that does not change.
 */
#include <ptelab/scenario.h>

void c4_fault(void)
{
	unsigned long flags;

	program_begin();
	if (!raw_res_spin_lock_irqsave(&the_arena->spinlock, flags)) {
		kfunc_read(0);
		kfunc_read(LAB_SLOTS - 1);
		raw_res_spin_unlock_irqrestore(&the_arena->spinlock, flags);
	}
	program_end();
}

void c4_finish(void)
{
	lab_check(leaf_is_scratch(0) && leaf_is_scratch(LAB_SLOTS - 1), PROPERTY_expectation);
}
