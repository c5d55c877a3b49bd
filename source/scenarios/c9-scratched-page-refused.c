// SPDX-License-Identifier: MIT
/*
 * C9: a stray access to a page, and then another CPU allocates that page. Where the allocation fails it is tried again when
 * everything else is over, deferred work too: from then on nothing changes but by these attempts, and one that fails leaves the
 * entry, the range and the lock as it found them.
 */
#include <ptelab/scenario_writers.h>

/* Enough to see that an attempt changes nothing for the next one. */
#define C9_ATTEMPTS	3

static u32 strayed;

void c9_stray(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
	WRITE_ONCE(strayed, 1);
}

void c9_allocate(void)
{
	program_begin();
	block_until(&strayed, 1);
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
}

void c9_try_again(void)
{
	u32 i;

	for (i = 0; i < C9_ATTEMPTS && !lab_result[0]; i++) {
		finish_deferred_work();
		lab_result[0] = alloc_page_at(0) != NO_PAGE;
	}
	lab_check(lab_result[0], PROPERTY_allocation_recovers);
}
