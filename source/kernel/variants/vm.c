// SPDX-License-Identifier: MIT
/*
 * VM: as merged (23 May 2026).
 *
 * Clear became one atomic exchange, because the scratch installer writes without the lock. Set stayed as it was, with a word
 * on why its check and its store may be two steps.
 *
 * Claims: an exchange loses nothing (C10); what set overwrites is only scratch and only the faulting program's concern (C5,
 * C6), though a live entry is repointed (C7). Once scratch is in an entry, every allocation of that page fails (C9).
 */
#include <linux/bpf_arena.h>

int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;

	/* Scratch may come between the check and the store. It is overwritten then: the page was nobody's when it faulted. */
	if (unlikely(!pte_none(ptep_get(pte))))
		return -EBUSY;

	set_pte_at(&init_mm, addr, pte, mk_pte(d->pages[d->i], PAGE_KERNEL));
	d->i++;
	return 0;
}

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

int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr __maybe_unused, void *data)
{
	struct page *scratch_page = data;

	if (!pte_none(ptep_get(pte)))
		return 0;

	ptep_try_set(pte, mk_pte(scratch_page, PAGE_KERNEL));
	return 0;
}
