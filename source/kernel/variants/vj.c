// SPDX-License-Identifier: MIT
/*
 * VJ: the fix of June 2026.
 *
 * Set installs with the same helper as the scratch installer. Where it meets scratch, it clears the entry, has every CPU
 * forget it where the architecture demands that (break-before-make), and tries again.
 *
 * Claims: nothing but scratch can be in the way, so what the clear returns need not be looked at (C13); faults may bring
 * scratch back between clear and set (C14), not for ever (C15); arm64's order of steps is kept (C30), x86 needs no flush
 * (C32).
 */
#include <linux/bpf_arena.h>
#include <linux/bug.h>

int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;
	pte_t new_pte = mk_pte(d->pages[d->i], PAGE_KERNEL);

#ifdef ptep_try_set
	while (!ptep_try_set(pte, new_pte)) {
		pte_t old_pte = ptep_get(pte);

		/* Cleared meanwhile: nothing is in the way any more. */
		if (pte_none(old_pte))
			continue;

		/* Any other page belongs to an allocated range, and this one is not. */
		if (WARN_ON_ONCE(pte_page(old_pte) != d->scratch_page))
			return -EBUSY;

		ptep_get_and_clear(&init_mm, addr, pte);
		flush_tlb_before_set(addr);
	}
#else
	/* Without the helper there is no recovery either, and no scratch. */
	if (unlikely(!pte_none(ptep_get(pte))))
		return -EBUSY;
	set_pte_at(&init_mm, addr, pte, new_pte);
#endif
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
