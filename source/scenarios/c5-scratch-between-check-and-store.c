// SPDX-License-Identifier: MIT
/*
 * C5: one CPU allocates a page while another, by mistake, touches the same address. Between the allocation's look at the entry and
 * its store scratch may have come.
 */
#include <ptelab/scenario_writers.h>

void c5_allocate(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}

void c5_stray(void)
{
	program_begin();
	stray_once(0);
	program_end();
}
