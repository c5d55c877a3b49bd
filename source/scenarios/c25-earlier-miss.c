// SPDX-License-Identifier: MIT
/*
 * C25: a CPU has looked at an empty entry and may remember that nothing was there. Then the page is allocated, by this CPU
 * or by another, and the program uses it.
 */
#include <ptelab/scenario_helper.h>

static u32 c25_given;

void c25_miss(void)
{
	u32 before;

	program_begin();
	bpf_read(0);
	before = violations_reported();
	block_until(&c25_given, 1);
	entitle(0);
	bpf_write(0, 1);
	lab_result[0] = bpf_read(0);
	lab_check(lab_result[0] == 1, PROPERTY_expectation);
	lab_check(violations_reported() == before, PROPERTY_expectation);
	program_end();
}

void c25_allocate(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE)
		WRITE_ONCE(c25_given, 1);
	program_end();
}
