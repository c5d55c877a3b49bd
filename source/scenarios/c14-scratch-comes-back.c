// SPDX-License-Identifier: MIT
/*
 * C14: an allocation meets scratch. Between its clear and its set two other CPUs may bring scratch back, each once. In the end the
 * page is there and can be used.
 */
#include <ptelab/scenario_writers.h>

void c14_setup(void)
{
	put_scratch(0);
}

void c14_allocate(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		lab_result[0] = kfunc_read(0);
		lab_check(lab_result[0] == 1, PROPERTY_expectation);
		lab_check(!leaf_is_scratch(0), PROPERTY_expectation);
	}
	program_end();
}

void c14_stray(void)
{
	program_begin();
	stray_once(0);
	program_end();
}
