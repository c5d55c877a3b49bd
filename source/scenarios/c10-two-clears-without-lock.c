// SPDX-License-Identifier: MIT
/* C10 without its condition: two CPUs clear the same entry, and neither holds the lock. */
#include <ptelab/scenario_writers.h>

void c10_clears_setup(void)
{
	alloc_page_at(0);
}

void c10_clear_unlocked(void)
{
	clear_entry(0);
}
