// SPDX-License-Identifier: MIT
/* C21: accessed and dirty bits appear in an empty entry, and a kernel access to it wants to be recovered. */
#include <ptelab/scenario_helper.h>

void c21_touch(void)
{
	program_begin();
	lab_result[0] = kfunc_read(0);
	program_end();
}

void c21_stray_recovery(void)
{
	set_stray_bits(0);
}
