// SPDX-License-Identifier: MIT
/* C32: two pages were touched and then allocated. For the CPU that touched them they may be one and the same. */
#include <ptelab/scenario_helper.h>

void c32_alias(void)
{
	u32 first, second;

	program_begin();
	kfunc_read(0);
	kfunc_read(1);
	first = alloc_page_at(0);
	second = alloc_page_at(1);
	if (first != NO_PAGE && second != NO_PAGE) {
		/* Only what is read back is judged here. */
		disclaim(0);
		disclaim(1);
		kfunc_write(0, 1);
		kfunc_write(1, 2);
		lab_result[0] = kfunc_read(0);
		lab_check(lab_result[0] == 1, PROPERTY_expectation);
	}
	program_end();
}
