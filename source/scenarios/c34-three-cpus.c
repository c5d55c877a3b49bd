// SPDX-License-Identifier: MIT
/*
 * C34: the CPU that allocates has never used the address, and sees what it was given. It hands the page to a third one,
 * which used the old page and has not been made to forget it.
 */
#include <ptelab/scenario_helper.h>

static u32 c34_three_used, c34_three_given;

void c34_three_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}

void c34_three_free(void)
{
	program_begin();
	block_until(&c34_three_used, 1);
	free_pages_at(0, 1);
	program_end();
}

void c34_three_allocate(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		WRITE_ONCE(c34_three_given, 1);
	}
	program_end();
}

void c34_three_consume(void)
{
	program_begin();
	kfunc_read(0);
	WRITE_ONCE(c34_three_used, 1);
	block_until(&c34_three_given, 1);
	entitle(0);
	lab_result[0] = kfunc_read(0);
	lab_check(lab_result[0] == 1, PROPERTY_expectation);
	program_end();
}
