// SPDX-License-Identifier: MIT
/*
 * C53: free ignores what range_tree_set() returns. That needs memory where neither neighbour of the range is free: pages 0 to 2 are
 * allocated and the one in the middle is freed. At the end, with memory for everything, its address must be there to be
 * allocated.
 */
#include <ptelab/scenario_scope.h>

static bool c53_freed;

void c53_free(void)
{
	program_begin();
	if (alloc_pages_anywhere(3) != NO_PAGE) {
		free_pages_at(1, 1);
		c53_freed = true;
	}
	program_end();
}

void c53_finish(void)
{
	lab_result[0] = c53_freed;
	if (c53_freed)
		lab_check(alloc_page_at(1) != NO_PAGE, PROPERTY_expectation);
}
