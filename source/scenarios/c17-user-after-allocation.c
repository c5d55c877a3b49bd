// SPDX-License-Identifier: MIT
/*
 * C17, remark: a stray kernel access to a page of the map, and then a program allocates that page. From then on the user task
 * reads it.
 */
#include <ptelab/scenario_writers.h>

void c17_stray_then_allocate(void)
{
	program_begin();
	kfunc_read(0);
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
}

void c17_user_of_allocated(void)
{
	u32 value;

	if (!lab_result[0]) {
		finish_deferred_work();
		lab_result[0] = alloc_page_at(0) != NO_PAGE;
	}
	lab_result[1] = !user_read(0, &value);
	lab_check(lab_result[1], PROPERTY_expectation);
}
