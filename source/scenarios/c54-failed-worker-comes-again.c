// SPDX-License-Identifier: MIT
/*
 * C54, what the re-queue is for: the worker could not have the lock, and what waits to be freed is freed all the same, by a
 * later run.
 */
#include <ptelab/scenario_scope.h>
#include <ptelab/scenario_writers.h>

void c54_again_program(void)
{
	program_begin();
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	if (lab_result[0])
		free_pages_later(0, 1);
	/* Has the lock for a while. */
	alloc_page_at(1);
	program_end();
}

/* The runs that are asked for after the last one here come at the end, where nobody has the lock. */
void c54_again_finish(void)
{
	finish_deferred_work();
	lab_check(!lab_result[0] || !leaf_is_owned(0), PROPERTY_expectation);
}
