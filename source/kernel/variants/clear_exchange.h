/* SPDX-License-Identifier: MIT */
/* Clear as merged: one exchange, since the scratch installer writes without the lock. */
#include <linux/bpf_arena.h>

int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	pte_t old_pte;
	struct page *page;

	/* The counterpart of ptep_try_set() in the scratch installer; both have to be atomic. */
	old_pte = ptep_get_and_clear(&init_mm, addr, pte);
	if (pte_none(old_pte) || !pte_present(old_pte))
		return 0;

	page = pte_page(old_pte);
	if (page == d->scratch_page)
		return 0;

	__llist_add(&page->pcp_llist, d->free_pages);
	return 0;
}
