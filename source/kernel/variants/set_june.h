/* SPDX-License-Identifier: MIT */
/* Set as of June 2026: installs with the scratch installer's own helper, and takes scratch away where it is in the way. */
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
