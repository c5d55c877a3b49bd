// SPDX-License-Identifier: MIT
/*
 * C13: an allocation has read scratch in the entry and is about to take it away, while another CPU frees the same page, which
 * clears the entry too, and a third strays there again.
 */
#include <ptelab/scenario_writers.h>

void c13_setup(void)
{
	/* For C34 and C35. */
	do_not_check(PROPERTY_break_before_make);
	put_scratch(0);
}

void c13_allocate(void)
{
	program_begin();
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
}

/* A double free: it clears what it finds, be it scratch or the page that was just allocated. */
void c13_free(void)
{
	program_begin();
	free_pages_at(0, 1);
	program_end();
}

void c13_stray(void)
{
	program_begin();
	stray_once(0);
	program_end();
}
