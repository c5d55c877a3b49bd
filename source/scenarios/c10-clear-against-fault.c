// SPDX-License-Identifier: MIT
/*
 * C10: a page is freed while another CPU goes on using it. Scratch may come at any moment between the clear's read of the entry
 * and whatever it does next.
 */
#include <ptelab/scenario_writers.h>

void c10_setup(void)
{
	/* For C35. */
	do_not_check(PROPERTY_break_before_make);
	alloc_page_at(0);
}

void c10_free(void)
{
	program_begin();
	free_pages_at(0, 1);
	program_end();
}

void c10_stray(void)
{
	program_begin();
	kfunc_write(0, 1);
	program_end();
}

/* The page is back, whoever was first. What is left is nothing, or scratch. */
void c10_finish(void)
{
	lab_check(leaf_is_none(0) || leaf_is_scratch(0), PROPERTY_expectation);
}
