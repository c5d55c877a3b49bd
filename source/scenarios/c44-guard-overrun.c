// SPDX-License-Identifier: MIT
/*
 * C44: a kfunc was handed the last word of the window. Half a guard past that it is still caught, as the contract says; the next
 * word is its own fault.
 */
#include <ptelab/scenario_scope.h>

void c44_kfunc(void)
{
	program_begin();
	lab_result[0] = kfunc_read_offset(LAST_WORD + (long)GUARD_SZ / 2);
	lab_result[1] = kfunc_read_offset(LAST_WORD + (long)GUARD_SZ / 2 + 4);
	program_end();
}
