// SPDX-License-Identifier: MIT
/*
 * C10: a page is freed on one CPU while another allocates the same address. Set and clear take the lock, so nothing is lost,
 * however many steps a clear takes.
 */
#include <ptelab/scenario.h>

void c10_set_setup(void)
{
	alloc_page_at(0);
	disclaim(0);
}

void c10_clear(void)
{
	free_pages_at(0, 1);
}

void c10_set(void)
{
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
}

/* A page is there if and only if the allocation said so. */
void c10_set_finish(void)
{
	bool is_page = !leaf_is_none(0) && !leaf_is_scratch(0);

	lab_check(is_page == lab_result[0], PROPERTY_expectation);
}
