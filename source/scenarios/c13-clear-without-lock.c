// SPDX-License-Identifier: MIT
/*
 * C13 without its condition: a clear that does not take the lock runs beside an allocation that meets scratch. Everything that
 * was taken out of the entry has to be known to somebody.
 */
#include <ptelab/scenario_writers.h>

void c13_clear_setup(void)
{
	put_scratch(0);
}

void c13_allocate_over_scratch(void)
{
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	disclaim(0);
}

void c13_clear_unlocked(void)
{
	clear_entry(0);
}
