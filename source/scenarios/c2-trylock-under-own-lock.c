// SPDX-License-Identifier: MIT
/*
 * C2: the fault of C1, on the CPU that holds the arena's lock, while another CPU allocates too. A handler that tries the lock
 * and has the access fault again waits for a CPU that waits for it: itself.
 */
#include <ptelab/scenario_writers.h>

static void c2_traced(void)
{
	/* One past the end of what the program has. */
	kfunc_read(1);
}

void c2_allocate(void)
{
	trace_page_alloc(c2_traced);
	program_begin();
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
}

void c2_allocate_too(void)
{
	program_begin();
	lab_result[1] = alloc_page_at(2) != NO_PAGE;
	program_end();
}

void c2_finish(void)
{
	lab_check(lab_result[0] && lab_result[1], PROPERTY_expectation);
}
