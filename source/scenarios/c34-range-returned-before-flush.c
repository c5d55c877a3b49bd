// SPDX-License-Identifier: MIT
/*
 * C34: a free gives the range back before the flush. The other CPU used the page while it was somebody's, so it may still hold
 * the translation; then it allocates the same address and uses what it was given.
 */
#include <ptelab/scenario.h>

static u32 used;

void c34_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}

void c34_free(void)
{
	program_begin();
	block_until(&used, 1);
	free_pages_at(0, 1);
	program_end();
}

void c34_allocate(void)
{
	program_begin();
	entitle(0);
	kfunc_read(0);
	disclaim(0);
	WRITE_ONCE(used, 1);

	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		lab_result[1] = kfunc_read(0);
		lab_check(lab_result[1] == 1, PROPERTY_expectation);
	}
	program_end();
}
