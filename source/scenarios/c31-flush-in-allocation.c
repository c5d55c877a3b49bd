// SPDX-License-Identifier: MIT
/*
 * C31: two CPUs allocate scratched pages at the same time. One holds the lock with interrupts off, and flushes there if it
 * flushes at all; the other one waits for the lock with interrupts off.
 */
#include <ptelab/scenario_helper.h>

void c31_setup(void)
{
	program_begin();
	kfunc_read(0);
	kfunc_read(1);
	program_end();
}

void c31_allocate(void)
{
	program_begin();
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
}

void c31_allocate_too(void)
{
	program_begin();
	lab_result[1] = alloc_page_at(1) != NO_PAGE;
	program_end();
}
