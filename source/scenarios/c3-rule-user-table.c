// SPDX-License-Identifier: MIT
/*
 * C3, where its limits are: ptep_try_set() on a user's table. The user's own fault looks and stores in two steps, which is
 * enough under the table's lock; the lockless installer does not take it. Who is overwritten loses a page that nobody
 * frees.
 */
#include <linux/gfp.h>
#include <ptelab/scenario_helper.h>
#include <ptelab/scenario_writers.h>

void c3_user_setup(void)
{
	program_begin();
	alloc_page_at(0);
	/* Which of the two the user reaches is not the question. */
	disclaim(0);
	program_end();
}

void c3_user_fault(void)
{
	u32 value;

	lab_result[0] = user_read(0, &value);
}

void c3_user_install(void)
{
	struct page *page = take_page(0);

	if (!map_user_lockless(0, page))
		free_pages_nolock(page, 0);
}
