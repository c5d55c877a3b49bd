// SPDX-License-Identifier: MIT
/*
 * C42: kernel code that runs for no program follows a pointer into the arena. That a program of this arena runs on another CPU,
 * and faults at the same page, does not help it; only scratch that is there already does.
 */
#include <ptelab/scenario.h>

void c42_kernel(void)
{
	lab_result[0] = kfunc_read(0);
}

void c42_program(void)
{
	program_begin();
	lab_result[1] = kfunc_read(0);
	program_end();
}
