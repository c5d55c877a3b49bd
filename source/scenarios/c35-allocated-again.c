// SPDX-License-Identifier: MIT
/*
 * C35: scratch that came between a free's clear and its flush is there when the address is allocated again, and the CPU of
 * the stray access has its translation.
 */
#include <ptelab/scenario_writers.h>

static u32 c35_touched, c35_given;

void c35_again_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
	/* C35-scratch-before-flush asks for it. */
	do_not_check(PROPERTY_break_before_make);
}

void c35_again_free(void)
{
	program_begin();
	free_pages_at(0, 1);
	/* Not between the check and the store of a set: that is C5. */
	block_until(&c35_touched, 1);
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		WRITE_ONCE(c35_given, 1);
	}
	program_end();
}

void c35_again_touch(void)
{
	program_begin();
	stray_once(0);
	WRITE_ONCE(c35_touched, 1);
	block_until(&c35_given, 1);
	entitle(0);
	lab_result[0] = bpf_read(0);
	lab_check(lab_result[0] == 1, PROPERTY_expectation);
	program_end();
}
