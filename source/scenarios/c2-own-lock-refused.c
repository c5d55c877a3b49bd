// SPDX-License-Identifier: MIT
/*
 * C2, remark: a program at the page allocator's tracepoint allocates from the same arena, whose lock its own CPU holds. The lock
 * is a resilient one.
 */
#include <ptelab/scenario_writers.h>

static void c2_nested(void)
{
	lab_result[0] = holds_arena_lock();
	lab_result[1] = alloc_page_at(1) == NO_PAGE;
}

void c2_allocate_nested(void)
{
	trace_page_alloc(c2_nested);
	program_begin();
	lab_result[2] = alloc_page_at(0) != NO_PAGE;
	program_end();
}

/* Refused inside, and no harm done outside. */
void c2_nested_finish(void)
{
	lab_check(lab_result[0] && lab_result[1] && lab_result[2], PROPERTY_expectation);
}
