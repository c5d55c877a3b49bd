// SPDX-License-Identifier: MIT
/*
 * C11: pages that were never allocated are freed, twice at once, and there is scratch in their entries.
 */
#include <ptelab/scenario_writers.h>

void c11_setup(void)
{
	put_scratch(0);
	put_scratch(1);
}

void c11_free(void)
{
	program_begin();
	free_pages_at(0, 2);
	program_end();
}

/* Scratch is what it was; in the table it is gone or left alone. */
void c11_finish(void)
{
	lab_check(the_arena->scratch_page->state == PAGE_STATE_scratch, PROPERTY_scratch_freed);
	lab_result[0] = leaf_is_scratch(0);
}
