// SPDX-License-Identifier: MIT
/*
 * VF34q: another candidate fix for C34 on top of the June fix (never posted): quarantine.
 *
 * As in VF34 the range stays busy until it is flushed and zapped. But then it goes onto a lock-less list, and whoever has the
 * lock next, because it allocates or frees, puts the list into the range tree first.
 *
 * Costs: one small object for each stretch of pages that a free has cleared, until somebody drains the list; if there is none,
 * the lock is taken a second time after all. Lock hold time: what VF34 does under its second lock happens under somebody else's
 * first. While nobody allocates or frees, the ranges stay in quarantine, where nobody misses them.
 *
 * Claims: nobody can be given an address that some CPU still translates to a freed page (C34).
 */
#include <linux/bpf_arena.h>
#include <linux/container_of.h>
#include <linux/errno.h>
#include <linux/slab.h>

#include "set_june.h"
#include "clear_exchange.h"
#include "scratch_try.h"

/* Flushed spans. The machine has one arena; with more than one, a field of it. */
static LLIST_HEAD(quarantine);

/* Under the lock. */
static void drain(struct bpf_arena *arena)
{
	struct llist_node *pos, *next;

	if (llist_empty(&quarantine))
		return;
	llist_for_each_safe(pos, next, llist_del_all(&quarantine)) {
		struct arena_free_span *span = llist_entry(pos, struct arena_free_span, node);

		/* Without memory for the range tree it waits for the next one. */
		if (range_tree_set(&arena->rt, compute_pgoff(arena, span->uaddr), span->page_cnt))
			llist_add(&span->node, &quarantine);
		else
			kfree_nolock(span);
	}
}

/* The core's, after the quarantine: allocations and the user's faults come here with the lock held. */
s64 arena_claim_range(struct bpf_arena *arena, s64 pgoff, long page_cnt)
{
	int ret;

	drain(arena);
	if (pgoff < 0)
		pgoff = range_tree_find(&arena->rt, page_cnt);
	else if (is_range_tree_set(&arena->rt, pgoff, page_cnt))
		return -EBUSY;
	if (pgoff < 0)
		return pgoff;

	ret = range_tree_clear(&arena->rt, pgoff, page_cnt);
	return ret ? ret : pgoff;
}

/* The core would take the page whoever has it. */
int arena_claim_for_user(struct bpf_arena *arena, u32 pgoff)
{
	return arena_claim_range(arena, pgoff, 1) < 0 ? -EBUSY : 0;
}

/* One stretch, cleared and flushed. */
static void put_into_quarantine(struct bpf_arena *arena, u32 pgoff, u32 page_cnt)
{
	struct arena_free_span *span = kmalloc_nolock(sizeof(*span), 0, NUMA_NO_NODE);
	unsigned long flags;

	if (span) {
		span->uaddr = (u32)arena->user_vm_start + (pgoff << PAGE_SHIFT);
		span->page_cnt = page_cnt;
		llist_add(&span->node, &quarantine);
		return;
	}
	/* If this fails too, the range is lost until the map goes away. */
	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags))
		return;
	range_tree_set(&arena->rt, pgoff, page_cnt);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
}

/* What this free has cleared, and no more (a double free). Each page knows where it was mapped; the highest comes first. */
static void quarantine_pages(struct bpf_arena *arena, const struct llist_head *free_pages)
{
	struct llist_node *pos;
	u32 first = 0, count = 0;

	llist_for_each(pos, free_pages->first) {
		u32 pgoff = llist_entry(pos, struct page, pcp_llist)->index - 1;

		if (count && pgoff + 1 != first) {
			put_into_quarantine(arena, first, count);
			count = 0;
		}
		first = pgoff;
		count++;
	}
	if (count)
		put_into_quarantine(arena, first, count);
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
	drain(arena);
	arena_clear_range(arena, uaddr32, page_cnt, &free_pages);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	arena_flush_and_zap(arena, uaddr32, page_cnt);
	quarantine_pages(arena, &free_pages);
	arena_put_pages(&free_pages);
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
	drain(arena);
	list = llist_del_all(&arena->free_spans);
	llist_for_each(pos, list) {
		span = llist_entry(pos, struct arena_free_span, node);
		arena_clear_range(arena, span->uaddr, span->page_cnt, &free_pages);
	}
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	llist_for_each_safe(pos, next, list) {
		span = llist_entry(pos, struct arena_free_span, node);
		arena_flush_and_zap(arena, span->uaddr, span->page_cnt);
		arena_span_done(span);
	}
	quarantine_pages(arena, &free_pages);
	arena_put_pages(&free_pages);
}
