// SPDX-License-Identifier: MIT
/* C32: a kfunc writes to a page that was scratch when it was last used, and the user's task reads the page. */
#include <ptelab/scenario_helper.h>

void c32_user(void)
{
	u32 value = 0;

	program_begin();
	kfunc_read(0);
	if (alloc_page_at(0) != NO_PAGE) {
		/* Only what the user gets is judged here. */
		disclaim(0);
		kfunc_write(0, 1);
		lab_check(!user_read(0, &value), PROPERTY_expectation);
		lab_result[0] = value;
		lab_check(value == 1, PROPERTY_expectation);
	}
	program_end();
}
