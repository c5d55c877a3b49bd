// SPDX-License-Identifier: MIT
/*
 * C12: the map goes away. In its tables are a page of its own, one that waits to be freed, and scratch in two places, one of them
 * behind the map.
 */
#include <ptelab/scenario_writers.h>

void c12_use_and_destroy(void)
{
	u32 value;

	program_begin();
	alloc_page_at(1);
	alloc_page_at(2);
	kfunc_read(0);
	kfunc_read(LAB_MAP_PAGES);
	free_pages_later(2, 1);
	program_end();
	user_read(1, &value);
	disclaim(1);
	arena_destroy();
}

/* Once for what is freed later, and once more for whatever is left at the end. */
void c12_worker(void)
{
	run_worker();
	run_worker();
}

void c12_finish(void)
{
	unsigned long i;

	for (i = 0; i < lab_nr_pages; i++) {
		lab_check(mem_map[i].state != PAGE_STATE_arena, PROPERTY_page_leak);
		lab_check(mem_map[i].state != PAGE_STATE_scratch, PROPERTY_page_leak);
	}
}
