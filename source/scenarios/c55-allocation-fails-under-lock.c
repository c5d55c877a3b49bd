// SPDX-License-Identifier: MIT
/*
 * C55: pages are allocated under the lock with interrupts off, where that fails easily. A program asks for two pages, and gets
 * both or none; the user's fault for a third gets it or a signal. Whatever fails, nothing stays behind.
 */
#include <ptelab/scenario_scope.h>

void c55_allocate(void)
{
	u32 page;

	program_begin();
	page = alloc_pages_anywhere(2);
	if (page == NO_PAGE) {
		lab_result[0] = 1;
		lab_check(!leaf_is_owned(0) && !leaf_is_owned(1), PROPERTY_expectation);
	} else {
		kfunc_write(page, 1);
		kfunc_write(page + 1, 2);
		lab_check(kfunc_read(page) == 1 && kfunc_read(page + 1) == 2, PROPERTY_expectation);
	}
	program_end();
}

void c55_user(void)
{
	u32 value = 0;

	if (user_read(3, &value))
		lab_result[1] = 1;
	lab_check(!value, PROPERTY_expectation);
}
