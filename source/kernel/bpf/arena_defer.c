// SPDX-License-Identifier: MIT
/*
 * Frees that cannot be done on the spot: where nothing may sleep, or when the lock could not be had. A span goes onto a list
 * without a lock, and an interrupt later has the worker take the whole list.
 */
#include <linux/bpf_arena.h>
#include <linux/slab.h>

static void count_pending(s64 change)
{
	if (LAB_COUNTS)
		__atomic_fetch_add(&lab_arena.deferred_spans, (u64)change, __ATOMIC_RELAXED);
}

static void defer(struct bpf_arena *arena, u32 uaddr, u32 count, bool cleared)
{
	struct arena_free_span *span = kmalloc_nolock(sizeof(*span), 0, NUMA_NO_NODE);

	/* The pages stay mapped until the map goes away. */
	if (!span)
		return;
	span->uaddr = uaddr;
	span->page_cnt = count;
	span->cleared = cleared;
	lab_count(COUNTER_deferred_frees);
	count_pending(1);
	llist_add(&span->node, &arena->free_spans);
	irq_work_queue(&arena->free_irq);
}

void arena_defer_free(struct bpf_arena *arena, u32 uaddr, u32 count)
{
	defer(arena, uaddr, count, false);
}

void arena_defer_range(struct bpf_arena *arena, u32 pgoff, u32 count)
{
	defer(arena, (u32)arena->user_vm_start + (pgoff << PAGE_SHIFT), count, true);
}

void arena_span_done(struct arena_free_span *span)
{
	count_pending(-1);
	kfree_nolock(span);
}
