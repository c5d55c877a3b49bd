// SPDX-License-Identifier: MIT
/* C32: one CPU, no concurrency. A stray access, then the same page is allocated and used. */
#include <ptelab/scenario_helper.h>

void c32_same_cpu(void)
{
	program_begin();
	kfunc_read(0);
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		lab_result[0] = kfunc_read(0);
	}
	program_end();
}
