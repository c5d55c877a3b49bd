// SPDX-License-Identifier: MIT
/*
 * C35: a free has cleared the entry and not flushed yet. Another CPU, which never used the page, touches the address, and
 * recovery puts scratch there.
 */
#include <ptelab/scenario_helper.h>

void c35_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}

void c35_free(void)
{
	program_begin();
	free_pages_at(0, 1);
	program_end();
}

void c35_touch(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
}

void c35_finish(void)
{
	lab_result[0] = leaf_is_scratch(0);
}
