// SPDX-License-Identifier: MIT
/*
 * VF34: a candidate fix for C34 on top of the June fix (never posted).
 *
 * Entries are cleared under the lock, but the range stays busy. When every CPU has forgotten the old translations and the
 * user's mappings are gone, the lock is taken again and what this free has cleared goes back to the range tree: that and no
 * more, since with a double free the rest may be in use again by then. Where the second lock attempt fails, the worker
 * gives the range back.
 *
 * Costs: the lock is taken twice, the second time for a change of the range tree only. A range cannot be allocated until its
 * flush is through, and the user's access to it is a SIGSEGV that long instead of a new page: the user's fault has to ask the
 * range tree, which upstream's does not. Where programs can reserve a range (the lab has no such call), reserved and busy must
 * be told apart there. No memory.
 *
 * Claims: nobody can be given an address that some CPU still translates to a freed page (C34).
 */
#include <linux/bpf_arena.h>
#include <linux/container_of.h>

#include "set_june.h"
#include "clear_exchange.h"
#include "scratch_try.h"
#include "give_back.h"

/* The core would take the page whoever has it. */
int arena_claim_for_user(struct bpf_arena *arena, u32 pgoff)
{
	return claim_if_free(arena, pgoff);
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
