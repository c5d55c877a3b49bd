// SPDX-License-Identifier: MIT
/*
 * C6 as it is meant: only the CPU that strayed goes on using the address by mistake; who allocated the page is another and has
 * never touched it before.
 */
#include <ptelab/scenario_writers.h>

void c6_own_page(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		lab_result[0] = kfunc_read(0);
		lab_check(lab_result[0] == 1, PROPERTY_expectation);
	}
	program_end();
}

void c6_stray_twice(void)
{
	program_begin();
	stray_once(0);
	stray_once(0);
	program_end();
}
