/* SPDX-License-Identifier: MIT */
/*
 * Clear for designs in which only a flush may follow the end of scratch: it takes pages out and leaves scratch where it is,
 * which is in entries that no allocation owns.
 */
#include <linux/bpf_arena.h>

int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	pte_t old_pte = ptep_get(pte);

	if (pte_none(old_pte) || !pte_present(old_pte) || pte_page(old_pte) == d->scratch_page)
		return 0;

	/* An owned page changes under the lock only, so this returns what was read. */
	old_pte = ptep_get_and_clear(&init_mm, addr, pte);
	__llist_add(&pte_page(old_pte)->pcp_llist, d->free_pages);
	return 0;
}
