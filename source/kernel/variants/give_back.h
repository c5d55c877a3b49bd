/* SPDX-License-Identifier: MIT */
/*
 * Giving back what a free has cleared, which each page knows by its index: that and no more. The rest of the range may have
 * been free before (a double free), and in use again since.
 */
#include <linux/bpf_arena.h>
#include <linux/errno.h>

/* A page may be busy though its entry is empty: between a free's clear and the end of its flush. */
static inline int claim_if_free(struct bpf_arena *arena, u32 pgoff)
{
	return is_range_tree_set(&arena->rt, pgoff, 1) ? -EBUSY : range_tree_clear(&arena->rt, pgoff, 1);
}

/* Under the lock. */
static inline void give_back_locked(struct bpf_arena *arena, const struct llist_head *free_pages)
{
	struct llist_node *pos;

	llist_for_each(pos, free_pages->first)
		range_tree_set(&arena->rt, llist_entry(pos, struct page, pcp_llist)->index - 1, 1);
}

/* Takes the lock, and drops the pages after it. Where the lock cannot be had, the worker gives the range back. */
static inline void give_back(struct bpf_arena *arena, struct llist_head *free_pages)
{
	struct llist_node *pos;
	unsigned long flags;

	if (llist_empty(free_pages))
		return;

	if (!raw_res_spin_lock_irqsave(&arena->spinlock, flags)) {
		give_back_locked(arena, free_pages);
		raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
	} else {
		llist_for_each(pos, free_pages->first)
			arena_defer_range(arena, llist_entry(pos, struct page, pcp_llist)->index - 1, 1);
	}
	arena_put_pages(free_pages);
}
