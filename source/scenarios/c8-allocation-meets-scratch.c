// SPDX-License-Identifier: MIT
/* C8: a page is scratched by a stray access and allocated after that, with nobody else about. */
#include <ptelab/scenario.h>

void c8_stray(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
}

/* Anywhere: the first hole is the scratched page. */
void c8_allocate(void)
{
	u32 page;

	c8_stray();
	program_begin();
	lab_result[0] = leaf_is_scratch(0);
	page = alloc_pages_anywhere(1);
	lab_check(page != NO_PAGE, PROPERTY_expectation);
	if (page != NO_PAGE)
		lab_check(!leaf_is_scratch(page), PROPERTY_expectation);
	program_end();
}
