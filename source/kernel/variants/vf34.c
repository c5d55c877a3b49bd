// SPDX-License-Identifier: MIT
/*
 * VF34: a candidate fix for C34 on top of VJ (never posted).
 *
 * Entries are cleared under the lock, but the range stays busy. When every CPU has forgotten the old translations and the
 * user's mappings are gone, the lock is taken again and what this free has cleared goes back to the range tree: that and no
 * more, since with a double free the rest may be in use again by then. Where the second lock attempt fails, the worker
 * gives the range back.
 *
 * Claims: nobody can be given an address that some CPU still translates to a freed page (C34). The price: the lock is taken
 * twice, and a range cannot be allocated until its flush is through.
 */
#include <linux/bpf_arena.h>
#include <linux/bug.h>
#include <linux/container_of.h>

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

/* The flush is through. Each page knows where it was mapped. */
static void give_back(struct bpf_arena *arena, struct llist_head *free_pages)
{
	struct llist_node *pos;
	unsigned long flags;
	bool locked;

	if (llist_empty(free_pages))
		return;

	locked = !raw_res_spin_lock_irqsave(&arena->spinlock, flags);
	llist_for_each(pos, free_pages->first) {
		u32 pgoff = llist_entry(pos, struct page, pcp_llist)->index - 1;

		if (locked)
			range_tree_set(&arena->rt, pgoff, 1);
		else
			arena_defer_range(arena, pgoff, 1);
	}
	if (locked)
		raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
	arena_put_pages(free_pages);
}

void arena_free_pages(struct bpf_arena *arena, long uaddr, long page_cnt, bool sleepable)
{
	u32 uaddr32 = (u32)uaddr & PAGE_MASK;
	LLIST_HEAD(free_pages);
	unsigned long flags;

	if (!arena_clip_range(arena, uaddr, &page_cnt))
		return;

	if (!sleepable || raw_res_spin_lock_irqsave(&arena->spinlock, flags)) {
		arena_defer_free(arena, uaddr32, page_cnt);
		return;
	}
	arena_clear_range(arena, uaddr32, page_cnt, &free_pages);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	arena_flush_and_zap(arena, uaddr32, page_cnt);
	give_back(arena, &free_pages);
}

void arena_free_worker(struct work_struct *work)
{
	struct bpf_arena *arena = container_of(work, struct bpf_arena, free_work);
	struct llist_node *list, *pos, *next;
	struct arena_free_span *span;
	LLIST_HEAD(free_pages);
	unsigned long flags;

	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags)) {
		schedule_work(work);
		return;
	}
	list = llist_del_all(&arena->free_spans);
	llist_for_each(pos, list) {
		span = llist_entry(pos, struct arena_free_span, node);
		if (span->cleared)
			range_tree_set(&arena->rt, compute_pgoff(arena, span->uaddr), span->page_cnt);
		else
			arena_clear_range(arena, span->uaddr, span->page_cnt, &free_pages);
	}
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	llist_for_each_safe(pos, next, list) {
		span = llist_entry(pos, struct arena_free_span, node);
		if (!span->cleared)
			arena_flush_and_zap(arena, span->uaddr, span->page_cnt);
		arena_span_done(span);
	}
	give_back(arena, &free_pages);
}
