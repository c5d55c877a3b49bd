// SPDX-License-Identifier: MIT
/*
 * V0: before the series (until May 2026).
 *
 * Set looks whether the entry is empty and then stores; clear reads and then stores. Both run under arena->spinlock and
 * nobody else writes kernel entries, so that is enough. A kernel access to a page that is not there is an oops.
 *
 * Claims: freed pages are out of reach once the flush is through (C33); the range is not out of use by then (C34).
 */
#include "set_plain.h"

int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	pte_t old_pte = ptep_get(pte);
	struct page *page;

	if (pte_none(old_pte) || !pte_present(old_pte))
		return 0;	/* not allocated, or freed before */

	page = pte_page(old_pte);
	pte_clear(&init_mm, addr, pte);
	__llist_add(&page->pcp_llist, d->free_pages);
	return 0;
}

/* No recovery: whatever faults here is not ours. */
bool bpf_arena_handle_page_fault(unsigned long addr __maybe_unused, bool is_write __maybe_unused,
				 unsigned long fault_ip __maybe_unused)
{
	return false;
}
