// SPDX-License-Identifier: MIT
/*
 * C18: the user task touches a page for the first time while a program frees it. The fault finds the page and takes its reference
 * under the lock, or it comes too late and gets a new one.
 */
#include <ptelab/scenario_writers.h>

void c18_setup(void)
{
	/* For C34. */
	do_not_check(PROPERTY_break_before_make);
	alloc_page_at(0);
	disclaim(0);
}

void c18_free(void)
{
	program_begin();
	free_pages_at(0, 1);
	program_end();
}

void c18_user(void)
{
	u32 value;

	lab_result[0] = !user_read(0, &value);
}
