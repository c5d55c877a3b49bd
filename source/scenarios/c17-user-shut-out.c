// SPDX-License-Identifier: MIT
/*
 * C17, remark: one stray kernel access, long over. The user task reads the page for the first time; without that access it
 * would have been given a page.
 */
#include <ptelab/scenario_writers.h>

void c17_stray_once(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
}

void c17_user_afterwards(void)
{
	u32 value;

	finish_deferred_work();
	lab_result[0] = !user_read(0, &value);
	lab_check(lab_result[0], PROPERTY_expectation);
}
