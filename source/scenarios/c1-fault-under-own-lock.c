// SPDX-License-Identifier: MIT
/*
 * C1: an allocation holds the arena's lock while the page allocator hits a tracepoint. The program that runs there belongs to
 * the same arena and hands a kfunc a pointer to one past the end of the map.
 */
#include <ptelab/scenario_writers.h>

static void c1_traced(void)
{
	lab_result[0] = holds_arena_lock();
	kfunc_read(LAB_MAP_PAGES);
	lab_result[1] = 1;
}

void c1_allocate(void)
{
	trace_page_alloc(c1_traced);
	program_begin();
	lab_result[2] = alloc_pages_anywhere(1) != NO_PAGE;
	program_end();
}

/* The lock was this CPU's own, the kfunc went on, and so did the allocation. */
void c1_finish(void)
{
	lab_check(lab_result[0] && lab_result[1] && lab_result[2], PROPERTY_expectation);
}
