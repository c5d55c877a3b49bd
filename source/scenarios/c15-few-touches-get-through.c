// SPDX-License-Identifier: MIT
/* C15: a few touches, each of which gets through: one step with its fault and the try after it. */
#include <ptelab/scenario_writers.h>

#define C15_TOUCHES	3

void c15_few_setup(void)
{
	put_scratch(0);
}

void c15_few_allocate(void)
{
	program_begin();
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
}

void c15_few_get_through(void)
{
	u32 i;

	program_begin();
	for (i = 0; i < C15_TOUCHES; i++) {
		__ptelab_atomic_begin();
		kfunc_read(0);
		__ptelab_atomic_end();
	}
	lab_result[1] = violations_reported();
	program_end();
}
