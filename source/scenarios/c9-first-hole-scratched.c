// SPDX-License-Identifier: MIT
/*
 * C9, remark: the allocation does not ask for an address. The search for a range gives the first hole, in which a stray access
 * has left scratch, although the rest of the map is free and clean.
 */
#include <ptelab/scenario_writers.h>

#define C9_ATTEMPTS	3

void c9_stray_then_allocate(void)
{
	program_begin();
	kfunc_read(0);
	lab_result[0] = alloc_pages_anywhere(1);
	program_end();
}

void c9_try_anywhere_again(void)
{
	u32 i;

	for (i = 0; i < C9_ATTEMPTS && lab_result[0] == NO_PAGE; i++) {
		finish_deferred_work();
		lab_result[0] = alloc_pages_anywhere(1);
	}
	lab_check(lab_result[0] != NO_PAGE, PROPERTY_allocation_recovers);
}
