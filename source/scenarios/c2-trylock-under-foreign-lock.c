// SPDX-License-Identifier: MIT
/*
 * C2: a fault while another CPU holds the arena's lock for as long as an allocation takes. Here trying the lock and faulting
 * again gets somewhere.
 */
#include <ptelab/scenario.h>

void c2_stray(void)
{
	program_begin();
	kfunc_read(1);
	lab_result[0] = violations_reported();
	program_end();
}

void c2_hold_lock(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}
