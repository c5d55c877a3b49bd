// SPDX-License-Identifier: MIT
/*
 * C21: the same hardware as in C21-late-bits-born-set, and an entry that has neither bit, as a page protection other than
 * PAGE_KERNEL could make it. It is freed and allocated again.
 */
#include <ptelab/scenario_helper.h>
#include <ptelab/scenario_writers.h>

void c21_make_clean(void)
{
	pte_t *ptep = leaf_pointer(0);

	program_begin();
	alloc_page_at(0);
	program_end();
	set_pte_at(&init_mm, arena_address(0), ptep,
		   __pte(pte_val(ptep_get(ptep)) & ~(LAB_PTE_ACCESSED | LAB_PTE_DIRTY)));
}

void c21_reuse_clean(void)
{
	program_begin();
	free_pages_at(0, 1);
	if (alloc_page_at(0) != NO_PAGE)
		lab_result[0] = 1;
	program_end();
}

void c21_late_clean(void)
{
	set_bits_late(0);
}
