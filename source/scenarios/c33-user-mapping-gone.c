// SPDX-License-Identifier: MIT
/*
 * C33, the zap: the user has mapped a page before it is freed, and goes on reading. When the free has returned, the user's table
 * has nothing there, or the page that came after.
 */
#include <ptelab/scenario_scope.h>
#include <ptelab/scenario_writers.h>

void c33_gone_setup(void)
{
	u32 value;

	/* A new page for the user before the flush is C34. */
	do_not_check(PROPERTY_break_before_make);
	program_begin();
	alloc_page_at(0);
	program_end();
	user_read(0, &value);
	disclaim(0);
}

void c33_gone_free(void)
{
	program_begin();
	free_pages_at(0, 1);
	program_end();
}

void c33_gone_read(void)
{
	u32 value;

	lab_result[0] = !user_read(0, &value);
}

void c33_gone_finish(void)
{
	lab_check(!user_mapping_is_stale(0), PROPERTY_user_mapping_stale);
}
