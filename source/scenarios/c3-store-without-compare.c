// SPDX-License-Identifier: MIT
/*
 * C3 without its condition: scratch is put into the entry in two steps, a look and a store, and still without the lock. Meanwhile
 * the page is allocated.
 */
#include <ptelab/scenario_writers.h>

void c3_allocate(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}

void c3_look_and_store(void)
{
	if (leaf_is_none(0))
		put_scratch(0);
}
