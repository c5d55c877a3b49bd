// SPDX-License-Identifier: MIT
/*
 * VF32: a candidate fix for C32 on top of the June fix (never posted).
 *
 * A page that some CPU may still take for scratch is not allocated. Allocation leaves scratched pages out ("burns" them) and the
 * search goes on behind them; the worker takes scratch away, flushes, and gives them back (burnt.h). Nothing else takes scratch
 * away: set refuses it and free leaves it alone. Scratch that comes after the range was chosen makes the allocation start anew
 * and burn that page, where VJ would take it away; the user's fault gives up, as if scratch had been there before. A free gives
 * back only what it cleared, or a double free could return a burnt page too early.
 *
 * Costs: under the lock, one more read of each entry of the range, and the search once more for each burnt page. A page of
 * address space is out of use from the allocation that met it until the worker has run, and costs one small object meanwhile.
 * An allocation that insists on the address fails until then, which is what is left of C9.
 *
 * Claims: a new page is reached by everybody at once, on x86 too (C32); scratch refuses no allocation for good (C9), and nobody
 * can keep set turning round with interrupts off (C15).
 */
#include <linux/bug.h>
#include <linux/container_of.h>

#include "burnt.h"
#include "clear_keep_scratch.h"
#include "give_back.h"
#include "scratch_try.h"

int apply_range_set_cb(pte_t *pte, unsigned long addr __maybe_unused, void *data)
{
	struct apply_range_data *d = data;
	pte_t new_pte = mk_pte(d->pages[d->i], PAGE_KERNEL);

#ifdef ptep_try_set
	while (!ptep_try_set(pte, new_pte)) {
		pte_t old_pte = ptep_get(pte);

		if (pte_none(old_pte))
			continue;
		if (WARN_ON_ONCE(pte_page(old_pte) != d->scratch_page))
			return -EBUSY;
		lost_to_scratch[smp_processor_id()] = true;
		return -EBUSY;
	}
#else
	if (unlikely(!pte_none(ptep_get(pte))))
		return -EBUSY;
	set_pte_at(&init_mm, addr, pte, new_pte);
#endif
	d->i++;
	return 0;
}

/* Of a burnt page. The range is nobody's, so there is nothing else in the entry. */
static int remove_scratch(pte_t *pte, unsigned long addr, void *data __maybe_unused)
{
	ptep_get_and_clear(&init_mm, addr, pte);
	return 0;
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
	give_back_locked(arena, &free_pages);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	arena_flush_and_zap(arena, uaddr32, page_cnt);
	arena_put_pages(&free_pages);
}

void arena_free_worker(struct work_struct *work)
{
	struct bpf_arena *arena = container_of(work, struct bpf_arena, free_work);
	struct llist_node *list, *unburnt, *pos, *next;
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
	give_back_locked(arena, &free_pages);
	unburnt = take_burnt(arena, remove_scratch);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	llist_for_each_safe(pos, next, list) {
		span = llist_entry(pos, struct arena_free_span, node);
		if (!span->cleared)
			arena_flush_and_zap(arena, span->uaddr, span->page_cnt);
		arena_span_done(span);
	}
	arena_put_pages(&free_pages);

	flush_burnt(arena, unburnt);
	give_back_burnt(arena, unburnt);
}
