// SPDX-License-Identifier: MIT
/*
 * C3, where its limits are: a raw install into a user's table takes no reference, as scratch needs none. When the page is
 * freed, the user's mapping gives back a reference that nobody took.
 */
#include <ptelab/scenario_helper.h>

void c3_reference_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}

/* What the kernel has there goes to the user as it is. */
void c3_reference_use(void)
{
	map_user_lockless(0, pte_page(leaf_of(0)));

	program_begin();
	free_pages_at(0, 1);
	program_end();
}
