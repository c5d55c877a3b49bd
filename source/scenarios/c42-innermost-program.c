// SPDX-License-Identifier: MIT
/*
 * C42, the other side: a program of this arena is the innermost one, at first inside a program that has none, and later
 * after one that ran inside of it has ended. Both accesses are recovered and reported.
 */
#include <ptelab/scenario.h>

void c42_innermost(void)
{
	u32 before = violations_reported();

	program_begin_without_arena();
	program_begin();
	lab_result[0] = kfunc_read(0);
	program_end();
	program_end();

	program_begin();
	program_begin_without_arena();
	program_end();
	lab_result[1] = kfunc_read(1);
	program_end();

	lab_check(violations_reported() == before + 2, PROPERTY_violation_unreported);
}
