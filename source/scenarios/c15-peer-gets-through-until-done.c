// SPDX-License-Identifier: MIT
/*
 * C15: the same, but the other CPU gets on after each race that it wins: an access is one step, with its fault and the try
 * after it.
 */
#include <ptelab/scenario_writers.h>

static u32 finished;

void c15_through_setup(void)
{
	put_scratch(0);
}

void c15_through_allocate(void)
{
	program_begin();
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
	WRITE_ONCE(finished, 1);
}

void c15_get_through(void)
{
	program_begin();
	while (!READ_ONCE(finished)) {
		__ptelab_atomic_begin();
		kfunc_read(0);
		__ptelab_atomic_end();
	}
	program_end();
}
