// SPDX-License-Identifier: MIT
/*
 * VL: the newest source seen (autumn 2026).
 *
 * The June fix, with what came after it. The callbacks find the arena through their data and count its pages: one more at the
 * end of each set, one less at the end of each clear of a page that is not scratch. arm64's helper has got the barriers that
 * set_pte() has for kernel entries. The user's fault answers a lock failure with SIGBUS, not with "retry", which would have
 * needed the caller's lock to be dropped; and a free looks at the lower bound of the range too. These last two the lab's core
 * does for every variant.
 *
 * Claims: the first access to a new page finds it, also on arm64 (C25); lock failure in the user's fault hangs nobody (C51).
 */
#include <linux/bpf_arena.h>
#include <linux/bug.h>

#include "scratch_try.h"

int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;
	pte_t new_pte = mk_pte(d->pages[d->i], PAGE_KERNEL);

#ifdef ptep_try_set
	while (!ptep_try_set(pte, new_pte)) {
		pte_t old_pte = ptep_get(pte);

		if (pte_none(old_pte))
			continue;
		if (WARN_ON_ONCE(pte_page(old_pte) != d->scratch_page))
			return -EBUSY;
		ptep_get_and_clear(&init_mm, addr, pte);
		flush_tlb_before_set(addr);
	}
#else
	if (unlikely(!pte_none(ptep_get(pte))))
		return -EBUSY;
	set_pte_at(&init_mm, addr, pte, new_pte);
#endif
	d->i++;
	d->arena->nr_pages++;
	return 0;
}

int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	pte_t old_pte;
	struct page *page;

	old_pte = ptep_get_and_clear(&init_mm, addr, pte);
	if (pte_none(old_pte) || !pte_present(old_pte))
		return 0;

	page = pte_page(old_pte);
	if (page == d->scratch_page)
		return 0;

	__llist_add(&page->pcp_llist, d->free_pages);
	d->arena->nr_pages--;
	return 0;
}
