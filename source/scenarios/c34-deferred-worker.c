// SPDX-License-Identifier: MIT
/*
 * C34: the free was put off. The worker gives the range back under the lock and flushes afterwards; the program that freed
 * the page allocates the same address again, on a CPU that has used it.
 */
#include <ptelab/scenario_helper.h>

void c34_free_later(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		free_pages_later(0, 1);
	}
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 2);
		lab_result[0] = kfunc_read(0);
		lab_check(lab_result[0] == 2, PROPERTY_expectation);
	}
	program_end();
}
