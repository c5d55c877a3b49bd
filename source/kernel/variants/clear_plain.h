/* SPDX-License-Identifier: MIT */
/* Clear in two steps, but it knows scratch from a page that somebody owns. */
#include <linux/bpf_arena.h>

int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	pte_t old_pte = ptep_get(pte);
	struct page *page;

	if (pte_none(old_pte) || !pte_present(old_pte))
		return 0;

	page = pte_page(old_pte);
	pte_clear(&init_mm, addr, pte);

	/* Scratch belongs to the arena, not to the range. */
	if (page == d->scratch_page)
		return 0;

	__llist_add(&page->pcp_llist, d->free_pages);
	return 0;
}
