// SPDX-License-Identifier: MIT
/*
 * C16: the race is lost to another CPU's scratch, and a free of that page, which nobody has allocated, clears the entry before the
 * access was tried again. That costs one more fault and no more.
 */
#include <ptelab/scenario.h>

void c16_win_and_clear(void)
{
	program_begin();
	kfunc_read(0);
	free_pages_at(0, 1);
	program_end();
}

void c16_stray(void)
{
	program_begin();
	kfunc_read(0);
	lab_check(violations_reported() <= 2, PROPERTY_expectation);
	lab_result[0] = violations_reported();
	program_end();
}
