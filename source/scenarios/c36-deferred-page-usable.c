// SPDX-License-Identifier: MIT
/*
 * C36: a free is put off. As long as the worker has not begun, the page is there with what was in it, and its address is
 * nobody else's.
 */
#include <ptelab/scenario_helper.h>

void c36_use(void)
{
	u32 value, reports;

	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		bpf_write(0, 1);
		free_pages_later(0, 1);
		value = bpf_read(0);
		reports = violations_reported();
		/* Asked for and not begun even now. */
		if (worker_has_work()) {
			lab_result[0] = 1;
			lab_check(value == 1 && !reports, PROPERTY_expectation);
		}
	}
	program_end();
}

void c36_finish(void)
{
	/* When the worker was there, the page is gone and its address can be allocated. */
	if (worker_has_work())
		return;
	lab_check(leaf_is_none(0), PROPERTY_expectation);
	lab_check(page_can_be_claimed(0), PROPERTY_expectation);
}
