// SPDX-License-Identifier: MIT
/*
 * C30: an address holds scratch and is allocated, while another CPU touches it: it may load scratch anew at any time, and
 * put it back once it is gone. Each of its accesses is given up after one fault: whether the two can keep each other going
 * for ever is the question of C15.
 */
#include <ptelab/scenario_writers.h>

void c30_setup(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
}

void c30_allocate(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		lab_result[0] = kfunc_read(0);
	}
	program_end();
}

void c30_touch(void)
{
	program_begin();
	stray_once(0);
	stray_once(0);
	program_end();
}
