// SPDX-License-Identifier: MIT
/*
 * C32: a program has touched a page, and allocates anywhere, then where it touched. A second CPU touches the same page
 * meanwhile, and the worker is there for those designs that leave the rest to it.
 */
#include <ptelab/scenario_writers.h>

static void c32_use(u32 page)
{
	if (page == NO_PAGE)
		return;
	kfunc_write(page, page + 1);
	lab_check(kfunc_read(page) == page + 1, PROPERTY_expectation);
}

void c32_search(void)
{
	program_begin();
	kfunc_read(0);
	lab_result[0] = alloc_pages_anywhere(1);
	c32_use(lab_result[0]);
	/* What was left out the first time may be there now. */
	if (lab_result[0] != 0) {
		lab_result[1] = alloc_page_at(0);
		c32_use(lab_result[1]);
	}
	program_end();
}

void c32_stray(void)
{
	program_begin();
	stray_once(0);
	program_end();
}
