// SPDX-License-Identifier: MIT
/*
 * C32: one CPU touches a page that nobody has. Another one allocates it, writes to it and hands it to the first, which has
 * not been made to forget scratch.
 */
#include <ptelab/scenario_helper.h>

static u32 c32_touched, c32_given;

void c32_touch(void)
{
	program_begin();
	kfunc_read(0);
	WRITE_ONCE(c32_touched, 1);
	block_until(&c32_given, 1);
	entitle(0);
	lab_result[0] = kfunc_read(0);
	program_end();
}

void c32_allocate(void)
{
	program_begin();
	block_until(&c32_touched, 1);
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		WRITE_ONCE(c32_given, 1);
	}
	program_end();
}
