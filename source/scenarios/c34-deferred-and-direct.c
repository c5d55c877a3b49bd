// SPDX-License-Identifier: MIT
/*
 * C34: the same program frees one page later and another one now. A second CPU, which used both, allocates both again while
 * the worker and the direct free are under way.
 */
#include <ptelab/scenario_helper.h>

static u32 c34_mixed_used;

void c34_mixed_setup(void)
{
	program_begin();
	alloc_page_at(0);
	alloc_page_at(1);
	program_end();
}

void c34_mixed_free(void)
{
	program_begin();
	block_until(&c34_mixed_used, 1);
	free_pages_later(0, 1);
	free_pages_at(1, 1);
	program_end();
}

static void c34_mixed_use(u32 page)
{
	if (alloc_page_at(page) == NO_PAGE)
		return;
	kfunc_write(page, page + 1);
	lab_check(kfunc_read(page) == page + 1, PROPERTY_expectation);
}

void c34_mixed_allocate(void)
{
	program_begin();
	kfunc_read(0);
	kfunc_read(1);
	WRITE_ONCE(c34_mixed_used, 1);
	c34_mixed_use(0);
	c34_mixed_use(1);
	program_end();
}
