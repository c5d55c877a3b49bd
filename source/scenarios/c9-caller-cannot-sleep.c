// SPDX-License-Identifier: MIT
/* C9 for callers with interrupts off, who cannot wait for a flush of other CPUs whatever the allocation would like. */
#include <linux/irqflags.h>
#include <ptelab/scenario_writers.h>

#define C9_ATTEMPTS	3

static u32 c9_allocate_atomic(void)
{
	unsigned long flags;
	u32 page;

	local_irq_save(flags);
	page = alloc_pages_anywhere(1);
	local_irq_restore(flags);
	return page;
}

void c9_stray_then_allocate_atomic(void)
{
	program_begin();
	kfunc_read(0);
	lab_result[0] = c9_allocate_atomic();
	program_end();
}

void c9_try_atomic_again(void)
{
	u32 i;

	for (i = 0; i < C9_ATTEMPTS && lab_result[0] == NO_PAGE; i++) {
		finish_deferred_work();
		lab_result[0] = c9_allocate_atomic();
	}
	lab_check(lab_result[0] != NO_PAGE, PROPERTY_allocation_recovers);
}
