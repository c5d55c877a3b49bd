// SPDX-License-Identifier: MIT
/* C22: the fault hook is wired up, and the helper behind it is the stub. */
#include <ptelab/scenario_helper.h>

void c22_touch(void)
{
	program_begin();
	lab_result[0] = kfunc_read(0);
	program_end();
}
