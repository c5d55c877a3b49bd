// SPDX-License-Identifier: MIT
/* C21: accessed and dirty bits appear in an empty entry, and an allocation wants to fill it. */
#include <ptelab/scenario_helper.h>

void c21_allocate(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		lab_result[0] = kfunc_read(0);
	}
	program_end();
}

void c21_stray(void)
{
	set_stray_bits(0);
}
