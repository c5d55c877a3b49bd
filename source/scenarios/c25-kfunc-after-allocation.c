// SPDX-License-Identifier: MIT
/* C25: a kfunc uses a page that was just allocated. A fault that was spurious is found out before the hook is asked. */
#include <ptelab/scenario_helper.h>

void c25_kfunc(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		lab_result[0] = kfunc_read(0);
		lab_result[1] = violations_reported();
		lab_check(lab_result[0] == 1, PROPERTY_expectation);
		lab_check(!lab_result[1], PROPERTY_expectation);
	}
	program_end();
}
