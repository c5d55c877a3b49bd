// SPDX-License-Identifier: MIT
/*
 * VF34l: another candidate fix for C34 on top of the June fix (never posted): flush under the lock.
 *
 * The simplest order: clear, flush, give back, all under arena->spinlock with interrupts off. Right where a flush is a broadcast
 * instruction or the firmware's business. Where it goes by IPI, a CPU that waits for the answers with interrupts off deadlocks
 * with another one that does the same, or that waits for the lock: the kernel forbids it.
 *
 * The user's mappings go after the unlock all the same, because zapping may sleep. So a range may be allocated while the process
 * still uses its old page there, and what it writes is lost; the old page is not freed before.
 *
 * Costs: lock hold time grows by a flush per range, in the worker by all of them. No memory, no second lock, no address
 * space.
 *
 * Claims: no CPU in kernel mode translates a free address to the page that was there (C34), on architectures that broadcast.
 */
#include <linux/bpf_arena.h>
#include <linux/container_of.h>

#include "set_june.h"
#include "clear_exchange.h"
#include "scratch_try.h"
#include "give_back.h"

static void clear_and_flush(struct bpf_arena *arena, u32 uaddr32, u32 page_cnt, struct llist_head *free_pages)
{
	unsigned long kaddr = arena_kern_address(arena, uaddr32);

	arena_clear_range(arena, uaddr32, page_cnt, free_pages);
	flush_tlb_kernel_range(kaddr, kaddr + ((unsigned long)page_cnt << PAGE_SHIFT));
}

static void zap_user(struct bpf_arena *arena, u32 uaddr32, u32 page_cnt)
{
	zap_vma_range(&arena_user_vma, (unsigned long)(clear_lo32(arena->user_vm_start) + uaddr32),
		      (unsigned long)page_cnt << PAGE_SHIFT);
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
	clear_and_flush(arena, uaddr32, page_cnt, &free_pages);
	give_back_locked(arena, &free_pages);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	zap_user(arena, uaddr32, page_cnt);
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
	list = llist_del_all(&arena->free_spans);
	llist_for_each(pos, list) {
		span = llist_entry(pos, struct arena_free_span, node);
		clear_and_flush(arena, span->uaddr, span->page_cnt, &free_pages);
	}
	give_back_locked(arena, &free_pages);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	llist_for_each_safe(pos, next, list) {
		span = llist_entry(pos, struct arena_free_span, node);
		zap_user(arena, span->uaddr, span->page_cnt);
		arena_span_done(span);
	}
	arena_put_pages(&free_pages);
}
