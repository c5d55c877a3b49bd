// SPDX-License-Identifier: MIT
/*
 * C53: free ignores what range_tree_set() returns, and that needs memory. A page is allocated and freed; at the end, with memory
 * for everything, the address must be there to be allocated.
 */
#include <ptelab/scenario_scope.h>

static bool c53_freed;

void c53_free(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		free_pages_at(0, 1);
		c53_freed = true;
	}
	program_end();
}

void c53_finish(void)
{
	if (c53_freed)
		lab_check(alloc_page_at(0) != NO_PAGE, PROPERTY_expectation);
}
