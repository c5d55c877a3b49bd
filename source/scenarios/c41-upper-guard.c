// SPDX-License-Identifier: MIT
/*
 * C41, C44: a kfunc that was handed a pointer into the window goes on up to half a guard past it. The first word behind the
 * window, the last one of the upper half of the guard, and the furthest that the contract allows from the window's last word.
 */
#include <ptelab/scenario_scope.h>

void c41_upper(void)
{
	u32 before;

	program_begin();
	before = violations_reported();
	lab_result[0] = kfunc_read_offset(LAST_WORD + 4);
	lab_result[1] = kfunc_read_offset(LAST_WORD + (long)GUARD_SZ / 2);
	lab_check(violations_reported() == before + 2, PROPERTY_violation_unreported);
	lab_check(!lab_result[0] && !lab_result[1], PROPERTY_expectation);
	program_end();
}
