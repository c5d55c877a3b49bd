// SPDX-License-Identifier: MIT
/*
 * C34: what the one who allocates sees of it. The first store to the new page goes to the old one; when the flush is
 * through, the page is as it came from the page allocator.
 */
#include <ptelab/scenario_helper.h>
#include <ptelab/scenario_writers.h>

static u32 c34_store_used, c34_store_flushed;

void c34_store_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
	/* Comes before the store, and has its place in C34-range-returned-before-flush. */
	do_not_check(PROPERTY_break_before_make);
}

void c34_store_free(void)
{
	program_begin();
	block_until(&c34_store_used, 1);
	free_pages_at(0, 1);
	WRITE_ONCE(c34_store_flushed, 1);
	program_end();
}

void c34_store_allocate(void)
{
	program_begin();
	kfunc_read(0);
	WRITE_ONCE(c34_store_used, 1);
	if (alloc_page_at(0) != NO_PAGE) {
		/* Only what is read back is judged here. */
		disclaim(0);
		kfunc_write(0, 1);
		block_until(&c34_store_flushed, 1);
		lab_result[0] = kfunc_read(0);
		lab_check(lab_result[0] == 1, PROPERTY_expectation);
	}
	program_end();
}
