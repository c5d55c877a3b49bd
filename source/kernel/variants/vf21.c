// SPDX-License-Identifier: MIT
/*
 * VF21: a candidate fix for C21 on top of the June fix (never posted).
 *
 * On x86 pte_none() also takes entries for empty that have stray accessed and dirty bits, and the helper, which compares with
 * zero, does not (C20): set turns round for ever, and recovery never installs anything. Here set and recovery compare with the
 * value they have just read, if that one counts as empty. Where empty is a single value nothing changes.
 *
 * Costs: one more read of the entry on each attempt, on x86. Lock hold time grows by as much; nothing else.
 *
 * Claims: what counts as empty can be filled (C20), so neither set nor recovery is stuck on stray bits (C21).
 */
#include <linux/bug.h>

#include "clear_exchange.h"
#include "try_none.h"

int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;
	pte_t new_pte = mk_pte(d->pages[d->i], PAGE_KERNEL);

#ifdef ptep_try_set
	while (!ptep_try_set_none(pte, new_pte)) {
		pte_t old_pte = ptep_get(pte);

		/* Changed under us, even if only in its stray bits. */
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
	return 0;
}

int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr __maybe_unused, void *data)
{
	struct page *scratch_page = data;

	if (!pte_none(ptep_get(pte)))
		return 0;

#ifdef ptep_try_set
	ptep_try_set_none(pte, mk_pte(scratch_page, PAGE_KERNEL));
#else
	ptep_try_set(pte, mk_pte(scratch_page, PAGE_KERNEL));
#endif
	return 0;
}
