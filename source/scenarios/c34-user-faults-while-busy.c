// SPDX-License-Identifier: MIT
/*
 * C34: what a fix must see to that keeps a range busy while its entries are empty. The user faults on the page meanwhile; the core's
 * fault takes it out of the range tree without asking whether it is there, as upstream's does.
 */
#include <ptelab/scenario_helper.h>
#include <ptelab/scenario_writers.h>

void c34_busy_setup(void)
{
	/* The user's new page before the flush is C34 itself. */
	do_not_check(PROPERTY_break_before_make);
	program_begin();
	alloc_page_at(0);
	program_end();
}

void c34_busy_free(void)
{
	program_begin();
	free_pages_at(0, 1);
	program_end();
}

void c34_busy_user(void)
{
	u32 value;

	lab_result[0] = !user_read(0, &value);
}

/* A page is there, or its address can be allocated: not both, and not neither. */
void c34_busy_finish(void)
{
	bool owned = !leaf_is_none(0) && !leaf_is_scratch(0);

	finish_deferred_work();
	lab_result[1] = owned;
	lab_check(owned != page_can_be_claimed(0), PROPERTY_expectation);
}
