// SPDX-License-Identifier: MIT
/* C15: a CPU allocates a scratched page while another touches that page, once. */
#include <ptelab/scenario_writers.h>

void c15_once_setup(void)
{
	put_scratch(0);
}

void c15_once_allocate(void)
{
	program_begin();
	lab_result[0] = alloc_page_at(0) != NO_PAGE;
	program_end();
}

void c15_touch_once(void)
{
	program_begin();
	kfunc_read(0);
	lab_result[1] = violations_reported();
	program_end();
}
