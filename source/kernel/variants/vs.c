// SPDX-License-Identifier: MIT
/*
 * VS: the prototype of a slab allocator over the arena, on top of VM.
 *
 * Set marks the page as slab's before it stores the entry. Clear reads the entry first, without an exchange, and leaves empty
 * entries and slab's pages alone; only then does it what VM does. The lab has no slab allocator: here every page of the arena
 * is one's, and a free is its release, which takes the mark off before the entry is cleared. That part needs no lock if, as
 * the prototype says, nobody else releases what is still allocated.
 *
 * Claims: reading first loses nothing, since scratch only fills what is empty (C10). Scratch refuses allocations as in VM (C9).
 */
#define LAB_TRY_SET_NO_BARRIER

#include <linux/bpf_arena.h>

#include "scratch_try.h"

int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;
	struct page *page = d->pages[d->i];

	if (unlikely(!pte_none(ptep_get(pte))))
		return -EBUSY;

	/* Before anybody can find the page by its entry. */
	page->flags |= PG_slab;
	set_pte_at(&init_mm, addr, pte, mk_pte(page, PAGE_KERNEL));
	d->i++;
	return 0;
}

int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	pte_t old_pte = ptep_get(pte);
	struct page *page;

	/* What is empty may become scratch, and nothing else; a slab page stays until slab releases it. */
	if (pte_none(old_pte) || !pte_present(old_pte))
		return 0;
	if (pte_page(old_pte)->flags & PG_slab)
		return 0;

	old_pte = ptep_get_and_clear(&init_mm, addr, pte);
	if (pte_none(old_pte) || !pte_present(old_pte))
		return 0;

	page = pte_page(old_pte);
	if (page == d->scratch_page)
		return 0;

	__llist_add(&page->pcp_llist, d->free_pages);
	return 0;
}

static int unmark_one(pte_t *pte, unsigned long addr __maybe_unused, void *data __maybe_unused)
{
	pte_t old_pte = ptep_get(pte);

	if (!pte_none(old_pte) && pte_present(old_pte))
		pte_page(old_pte)->flags &= ~PG_slab;
	return 0;
}

/* The core's, after the release. What is freed later was released here all the same. */
void arena_free_pages(struct bpf_arena *arena, long uaddr, long page_cnt, bool sleepable)
{
	u32 uaddr32 = (u32)uaddr & PAGE_MASK;
	LLIST_HEAD(free_pages);
	unsigned long flags;

	if (!arena_clip_range(arena, uaddr, &page_cnt))
		return;

	apply_to_existing_page_range(&init_mm, arena_kern_address(arena, uaddr32),
				     (unsigned long)page_cnt << PAGE_SHIFT, unmark_one, NULL);

	if (!sleepable || raw_res_spin_lock_irqsave(&arena->spinlock, flags)) {
		arena_defer_free(arena, uaddr32, page_cnt);
		return;
	}
	range_tree_set(&arena->rt, compute_pgoff(arena, uaddr32), page_cnt);
	arena_clear_range(arena, uaddr32, page_cnt, &free_pages);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	arena_flush_and_zap(arena, uaddr32, page_cnt);
	arena_put_pages(&free_pages);
}
