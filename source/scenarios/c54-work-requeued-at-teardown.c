// SPDX-License-Identifier: MIT
/*
 * C54: the map is freed as upstream does it: wait for the interrupt and for the worker, then take everything down. The
 * program that was the last user has just ended. While it still held the arena's lock, the worker that does its deferred free
 * failed to take it, and asks for another run.
 */
#include <ptelab/scenario_scope.h>

static u32 c54_program_ended, c54_map_freed;

void c54_program(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		free_pages_later(0, 1);
		alloc_page_at(1);
	}
	program_end();
	WRITE_ONCE(c54_program_ended, 1);
}

/* Runs as often as it is asked to. For each run after the first the program has let go of the lock. */
void c54_worker(void)
{
	for (;;) {
		wait_for_work();
		lab_check(!READ_ONCE(c54_map_freed), PROPERTY_use_after_free);
		lab_run_worker();
		block_until(&c54_program_ended, 1);
	}
}

void c54_map_free(void)
{
	block_until(&c54_program_ended, 1);
	irq_work_sync(&the_arena->free_irq);
	flush_work(&the_arena->free_work);
	WRITE_ONCE(c54_map_freed, 1);
}
