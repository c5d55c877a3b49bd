// SPDX-License-Identifier: MIT
/*
 * C7: scratch comes between an allocation's check and its store, on an architecture where a live entry must be made invalid and
 * flushed before it may point elsewhere.
 */
#include <ptelab/scenario_writers.h>

void c7_allocate(void)
{
	program_begin();
	alloc_pages_anywhere(1);
	program_end();
}

void c7_stray(void)
{
	program_begin();
	stray_once(0);
	program_end();
}
