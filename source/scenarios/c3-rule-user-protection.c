// SPDX-License-Identifier: MIT
/*
 * C3, where its limits are: a user's entry is empty for a moment, though it maps a page. Hardware may set accessed and
 * dirty bits at any time, so who changes an entry takes it out first and puts it back changed, under the table's lock. A
 * lockless installer takes the gap for an empty entry.
 */
#include <linux/gfp.h>
#include <ptelab/scenario_helper.h>
#include <ptelab/scenario_writers.h>

void c3_protection_setup(void)
{
	u32 value;

	program_begin();
	alloc_page_at(0);
	user_read(0, &value);
	program_end();
}

/* Ages the page, as ptep_modify_prot_start() and ptep_modify_prot_commit() would be used for. */
void c3_protection_change(void)
{
	pte_t *ptep = user_leaf_pointer(0);
	pte_t old_pte;

	raw_spin_lock(&lab_user_mm.page_table_lock);
	old_pte = ptep_get_and_clear(&lab_user_mm, 0, ptep);
	set_pte_at(&lab_user_mm, 0, ptep, __pte(pte_val(old_pte) & ~LAB_PTE_ACCESSED));
	raw_spin_unlock(&lab_user_mm.page_table_lock);
}

void c3_protection_install(void)
{
	struct page *page = take_page(0);

	if (!map_user_lockless(0, page))
		free_pages_nolock(page, 0);
}
