// SPDX-License-Identifier: MIT
/*
 * V1: the first public version (17 May 2026, where the helper was called ptep_try_install()).
 *
 * A kernel fault fills the empty entry with the scratch page, atomically and without a lock. Set and clear are as before,
 * but clear knows scratch from a page that somebody owns.
 *
 * Claims: no lock is needed to fill an empty entry (C3); real allocations overwrite scratch (C8, which the check for an empty
 * entry makes untrue); free never frees scratch (C11). Between set's check and its store scratch can slip in and is
 * overwritten (C5), and between clear's read and its store something might be lost (C10).
 */
#include <linux/bpf_arena.h>

int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;

	if (unlikely(!pte_none(ptep_get(pte))))
		return -EBUSY;

	set_pte_at(&init_mm, addr, pte, mk_pte(d->pages[d->i], PAGE_KERNEL));
	d->i++;
	return 0;
}

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

/* Called from the page fault, with any locks held. The loser of a race finds what it needs in the entry. */
int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr __maybe_unused, void *data)
{
	struct page *scratch_page = data;

	if (!pte_none(ptep_get(pte)))
		return 0;

	ptep_try_set(pte, mk_pte(scratch_page, PAGE_KERNEL));
	return 0;
}
