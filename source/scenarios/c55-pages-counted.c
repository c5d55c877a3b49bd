// SPDX-License-Identifier: MIT
/*
 * C55: set and clear count the arena's pages as they go. A program allocates three and may get none after some were mapped,
 * strays, and frees what it never had as well as what it had; the user's fault adds one. In the end the counter says how many entries
 * hold a page.
 */
#include <ptelab/scenario_scope.h>
#include <ptelab/scenario_writers.h>

void c55_count_allocate(void)
{
	u32 page;

	program_begin();
	page = alloc_pages_anywhere(3);
	stray_once(2);
	if (page != NO_PAGE)
		free_pages_at(page, 1);
	free_pages_at(0, 1);
	free_pages_at(2, 1);
	program_end();
	lab_result[0] = page;
}

void c55_count_user(void)
{
	u32 value;

	lab_result[1] = !user_read(3, &value);
}

void c55_count_finish(void)
{
	u32 owned = 0;
	u32 page;

	for (page = 0; page < LAB_MAP_PAGES; page++)
		owned += leaf_is_owned(page);
	lab_result[2] = owned;
	lab_check(the_arena->nr_pages == owned, PROPERTY_expectation);
}
