// SPDX-License-Identifier: MIT
/*
 * C42: while a program of this arena runs, something in it starts one that has none (a tracepoint), and kernel code that
 * works for that one follows a pointer into the arena. The innermost program counts.
 */
#include <ptelab/scenario.h>

void c42_nested(void)
{
	program_begin();
	program_begin_without_arena();
	lab_result[0] = kfunc_read(0);
	program_end();
	program_end();
}
