// SPDX-License-Identifier: MIT
/*
 * C21: whether stray bits come up at all. Hardware sets a bit that it has missed in a valid entry, and does so late, when
 * the entry may be empty again. Entries are as PAGE_KERNEL has them: accessed and dirty from the start.
 */
#include <ptelab/scenario_helper.h>

void c21_reuse(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		free_pages_at(0, 1);
	}
	if (alloc_page_at(0) != NO_PAGE)
		lab_result[0] = kfunc_read(0) + 1;
	program_end();
}

void c21_late(void)
{
	set_bits_late(0);
}
