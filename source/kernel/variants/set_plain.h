/* SPDX-License-Identifier: MIT */
/*
 * Set as it was before the series, and until June 2026: two steps under arena->spinlock. Of all who change entries only the
 * scratch installer can come in between.
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
