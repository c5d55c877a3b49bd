/* SPDX-License-Identifier: MIT */
/*
 * The scratch installer: called from the page fault, with any locks held. The loser of a race finds what it needs in the
 * entry.
 */
#include <linux/bpf_arena.h>

int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr __maybe_unused, void *data)
{
	struct page *scratch_page = data;

	if (!pte_none(ptep_get(pte)))
		return 0;

	ptep_try_set(pte, mk_pte(scratch_page, PAGE_KERNEL));
	return 0;
}
