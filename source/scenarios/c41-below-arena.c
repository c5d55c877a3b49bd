// SPDX-License-Identifier: MIT
/* C41: a kfunc reads the last word before the arena, as for a header in front of an object. That half of the guard is no one's. */
#include <ptelab/scenario_scope.h>

void c41_below(void)
{
	program_begin();
	lab_result[0] = kfunc_read_offset(-4);
	program_end();
}
