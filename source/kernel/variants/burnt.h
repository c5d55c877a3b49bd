/* SPDX-License-Identifier: MIT */
/*
 * Allocation that never reuses a page which may still be scratch for some CPU. Where the range it is about to take has
 * scratch in it, that page is "burnt": it leaves the range tree for a list, and the search goes on behind it. All of this is
 * done with interrupts off. The worker, which may wait for other CPUs, takes scratch out of burnt pages, flushes, and gives
 * them back.
 *
 * The machine has one arena; with more than one, the list would be a field of it.
 */
#include <linux/bpf_arena.h>
#include <linux/slab.h>
#include <linux/smp.h>

/* Spans of one page each. Any CPU pushes under the lock, the worker takes all. */
static LLIST_HEAD(burnt);

/* The last allocation of this CPU found scratch where there was none when it chose the range. */
static bool lost_to_scratch[LAB_CPUS];

static inline int find_scratch(pte_t *pte, unsigned long addr, void *data)
{
	pte_t old_pte = ptep_get(pte);
	unsigned long *found = data;

	if (pte_none(old_pte) || !pte_present(old_pte) || pte_page(old_pte) != the_arena->scratch_page)
		return 0;
	*found = addr;
	return 1;
}

/* First page of the range that holds scratch, or -ENOENT. */
static inline s64 first_scratched(struct bpf_arena *arena, u32 pgoff, long page_cnt)
{
	unsigned long start = arena_kern_address(arena, (u32)arena->user_vm_start + (pgoff << PAGE_SHIFT));
	unsigned long found;

	if (!apply_to_existing_page_range(&init_mm, start, (unsigned long)page_cnt << PAGE_SHIFT, find_scratch,
					  &found))
		return -ENOENT;
	return pgoff + (s64)((found - start) >> PAGE_SHIFT);
}

static inline int burn(struct bpf_arena *arena, u32 pgoff)
{
	struct arena_free_span *span = kmalloc_nolock(sizeof(*span), 0, NUMA_NO_NODE);
	int ret;

	if (!span)
		return -ENOMEM;
	ret = range_tree_clear(&arena->rt, pgoff, 1);
	if (ret) {
		kfree_nolock(span);
		return ret;
	}
	span->uaddr = (u32)arena->user_vm_start + (pgoff << PAGE_SHIFT);
	span->page_cnt = 1;
	llist_add(&span->node, &burnt);
	irq_work_queue(&arena->free_irq);
	return 0;
}

/* An address that the caller insists on is refused once, and free of scratch when the worker has been there. */
s64 arena_claim_range(struct bpf_arena *arena, s64 pgoff, long page_cnt)
{
	bool anywhere = pgoff < 0;
	s64 scratched;
	int ret;

	for (;;) {
		if (anywhere)
			pgoff = range_tree_find(&arena->rt, page_cnt);
		else if (is_range_tree_set(&arena->rt, pgoff, page_cnt))
			return -EBUSY;
		if (pgoff < 0)
			return pgoff;

		scratched = first_scratched(arena, pgoff, page_cnt);
		if (scratched < 0)
			break;
		ret = burn(arena, scratched);
		if (ret)
			return ret;
		if (!anywhere)
			return -EBUSY;
	}

	ret = range_tree_clear(&arena->rt, pgoff, page_cnt);
	return ret ? ret : pgoff;
}

/* A burnt page is busy, and its entry empty once the worker has been there. */
int arena_claim_for_user(struct bpf_arena *arena, u32 pgoff)
{
	return arena_claim_range(arena, pgoff, 1) < 0 ? -EBUSY : 0;
}

/* Each time round, what was in the way the last time is burnt, so this comes to an end. */
long arena_alloc_pages(struct bpf_arena *arena, long uaddr, long page_cnt, int node_id, bool sleepable)
{
	bool *lost = &lost_to_scratch[smp_processor_id()];
	long ret;

	do {
		*lost = false;
		ret = arena_alloc_range(arena, uaddr, page_cnt, node_id, sleepable);
	} while (!ret && *lost);
	return ret;
}

/* The worker, under the lock: takes the list, and has @remove empty the entries. */
static inline struct llist_node *take_burnt(struct bpf_arena *arena, pte_fn_t remove)
{
	struct llist_node *list = llist_del_all(&burnt);
	struct llist_node *pos;

	llist_for_each(pos, list) {
		struct arena_free_span *span = llist_entry(pos, struct arena_free_span, node);

		apply_to_existing_page_range(&init_mm, arena_kern_address(arena, span->uaddr), PAGE_SIZE, remove,
					     NULL);
	}
	return list;
}

/* The worker, without the lock. */
static inline void flush_burnt(struct bpf_arena *arena, struct llist_node *list)
{
	struct llist_node *pos;

	llist_for_each(pos, list) {
		unsigned long kaddr = arena_kern_address(arena,
							 llist_entry(pos, struct arena_free_span, node)->uaddr);

		flush_tlb_kernel_range(kaddr, kaddr + PAGE_SIZE);
	}
}

/* Takes the lock. Scratch that came back meanwhile does not matter: the next allocation burns the page again. */
static inline void give_back_burnt(struct bpf_arena *arena, struct llist_node *list)
{
	struct llist_node *pos, *next;
	unsigned long flags;
	bool locked;

	if (!list)
		return;

	locked = !raw_res_spin_lock_irqsave(&arena->spinlock, flags);
	llist_for_each_safe(pos, next, list) {
		struct arena_free_span *span = llist_entry(pos, struct arena_free_span, node);
		u32 pgoff = compute_pgoff(arena, span->uaddr);

		if (locked)
			range_tree_set(&arena->rt, pgoff, 1);
		else
			arena_defer_range(arena, pgoff, 1);
		kfree_nolock(span);
	}
	if (locked)
		raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
}
