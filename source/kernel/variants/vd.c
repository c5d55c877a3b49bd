// SPDX-License-Identifier: MIT
/*
 * Vd: set uses the helper as well (suggested by David Hildenbrand, 20 May 2026; not taken, and in June VJ did nearly that).
 *
 * The suggestion was a sentence. Spelt out here: set installs with ptep_try_set(), and when it loses to scratch it takes scratch
 * away and tries again. Since it cannot tell scratch that came just now from scratch that was there, both go. There was no hook
 * for a flush between the two steps then, and so there is none. Without the helper set is as before.
 *
 * Claims: nothing is overwritten unseen any more (C5), and scratch refuses no allocation (C9). But between scratch and the page
 * nothing makes the CPUs forget: arm64's order of steps is not kept (C30), and on x86 they go on using scratch (C32).
 */
#define LAB_TRY_SET_NO_BARRIER

#include <linux/bug.h>

#include "clear_exchange.h"
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
	}
#else
	if (unlikely(!pte_none(ptep_get(pte))))
		return -EBUSY;
	set_pte_at(&init_mm, addr, pte, new_pte);
#endif
	d->i++;
	return 0;
}
