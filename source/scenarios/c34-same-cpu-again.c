// SPDX-License-Identifier: MIT
/*
 * C34: the CPU that freed a page allocates the same address again, when its free has returned. It has to get it, whatever
 * the free did with the range meanwhile, and to reach what it was given.
 */
#include <ptelab/scenario_helper.h>

void c34_again(void)
{
	u32 page;

	program_begin();
	alloc_page_at(0);
	kfunc_write(0, 1);
	free_pages_at(0, 1);
	page = alloc_page_at(0);
	lab_check(page != NO_PAGE, PROPERTY_expectation);
	if (page != NO_PAGE) {
		kfunc_write(0, 2);
		lab_result[0] = kfunc_read(0);
		lab_check(lab_result[0] == 2, PROPERTY_expectation);
	}
	program_end();
}

/* Uses the lock for an address of its own. */
void c34_neighbour(void)
{
	program_begin();
	if (alloc_page_at(1) != NO_PAGE)
		free_pages_at(1, 1);
	program_end();
}
