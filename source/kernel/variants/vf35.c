// SPDX-License-Identifier: MIT
/*
 * VF35: the candidates in one (never posted). On top of the June fix:
 *
 * - A freed range stays busy until it is flushed and zapped, as in VF34 (C34).
 * - A page that may still be scratch for some CPU is not allocated, as in VF32 (C32), and set has no loop that others can keep
 *   going (C15). Scratch goes the way of freed pages: the worker clears, flushes, and gives back.
 * - Stray bits in an empty entry do not matter, as in VF21 (C21).
 * - Without the helper, recovery is an oops and no endless loop, as in VF22 (C22).
 * - arm64's helper has barriers, as in VF25 (C25).
 * - Where a live entry must be broken before another is made (arm64), nothing gets into an entry that is cleared and not yet
 *   flushed, neither by allocation nor by recovery (C35). Clear leaves a marker there, a value that is neither empty nor
 *   present, and after the flush it becomes empty. So empty means: no CPU holds a translation.
 *
 * Recovery that finds a marker must not wait for the one who frees: it may run on the same CPU, on top of it (C1 again, by a
 * kprobe). It does the rest of the free's work for this page instead, the flush and the end of the marker, and goes on with an
 * empty entry. That is allowed anywhere, since it broadcasts. Markers are numbered by the free that made them, or recovery could
 * take one away that a later free has left after its flush. Where flushes go by IPI (x86) there are no markers: recovery could
 * not flush with interrupts off, nor wait, since the one who frees waits for this CPU's answer. There scratch may come between
 * clear and flush, and it does no harm: nothing forbids it, the old page is freed after the flush, and the next allocation
 * burns the page.
 *
 * Costs: those of VF34 (two short lock sections in a free; busy until flushed, and the user's access is a SIGSEGV that long)
 * and of VF32 (entries of a range read twice; a burnt page is out of use until the worker has run, and is one small object),
 * and on arm64 a second walk over the range in each free, without the lock, and 64-bit software values in invalid entries.
 *
 * The order of steps that arm64 demands is kept everywhere (C30). What stays as it was: accesses to scratch that is there already
 * are not reported, the user's fault maps its page after the unlock, and a range is lost where there is no memory for the tree.
 */
#include <linux/bug.h>
#include <linux/container_of.h>

#include "burnt.h"
#include "fault_arena.h"
#include "give_back.h"
#include "try_none.h"

#if defined(ptep_try_set) && defined(flush_tlb_before_set)
/* The number of the last free that cleared anything. Under the lock. */
static u64 clear_sequence;

/* A bit that makes it neither valid for the hardware nor present nor none for the kernel, and a number above. */
static pte_t marker(u64 sequence)
{
	return __pte(sequence << PAGE_SHIFT | 4);
}

/* Under the lock: empties an entry that only holders of the lock change. */
static pte_t clear_unflushed(pte_t *pte, unsigned long addr)
{
	pte_t old_pte = ptep_get(pte);

	set_pte_at(&init_mm, addr, pte, marker(clear_sequence));
	return old_pte;
}

/* Before recovery. Whoever comes too late for the marker has nothing to do. */
static void finish_marker(pte_t *pte, unsigned long addr)
{
	pte_t old_pte = ptep_get(pte);

	if (pte_none(old_pte) || pte_present(old_pte))
		return;
	flush_tlb_before_set(addr);
	ptep_try_replace(pte, old_pte, __pte(_PAGE_EMPTY));
}

static int settle_one(pte_t *pte, unsigned long addr __maybe_unused, void *data)
{
	u64 *sequence = data;

	if (pte_same(ptep_get(pte), marker(*sequence)))
		ptep_try_replace(pte, marker(*sequence), __pte(_PAGE_EMPTY));
	return 0;
}

/* Under the lock. */
static u64 new_sequence(void)
{
	return ++clear_sequence;
}

/* After the flush, without the lock. */
static void settle(struct bpf_arena *arena, u32 uaddr32, long page_cnt, u64 sequence)
{
	apply_to_existing_page_range(&init_mm, arena_kern_address(arena, uaddr32),
				     (unsigned long)page_cnt << PAGE_SHIFT, settle_one, &sequence);
}
#else
static pte_t clear_unflushed(pte_t *pte, unsigned long addr)
{
	return ptep_get_and_clear(&init_mm, addr, pte);
}

static inline void finish_marker(pte_t *pte __maybe_unused, unsigned long addr __maybe_unused)
{
}

static u64 new_sequence(void)
{
	return 0;
}

static void settle(struct bpf_arena *arena __maybe_unused, u32 uaddr32 __maybe_unused, long page_cnt __maybe_unused,
		   u64 sequence __maybe_unused)
{
}
#endif

int apply_range_set_cb(pte_t *pte, unsigned long addr __maybe_unused, void *data)
{
	struct apply_range_data *d = data;
	pte_t new_pte = mk_pte(d->pages[d->i], PAGE_KERNEL);

#ifdef ptep_try_set
	while (!ptep_try_set_none(pte, new_pte)) {
		pte_t old_pte = ptep_get(pte);

		if (pte_none(old_pte))
			continue;
		/* No page and no marker: the range was free, and flushed. */
		if (WARN_ON_ONCE(!pte_present(old_pte) || pte_page(old_pte) != d->scratch_page))
			return -EBUSY;
		/* Came after the range was chosen. */
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

int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	pte_t old_pte = ptep_get(pte);

	/* Scratch is in entries that no allocation owns; it goes when the next one has burnt the page. */
	if (pte_none(old_pte) || !pte_present(old_pte) || pte_page(old_pte) == d->scratch_page)
		return 0;

	old_pte = clear_unflushed(pte, addr);
	__llist_add(&pte_page(old_pte)->pcp_llist, d->free_pages);
	return 0;
}

static int remove_scratch(pte_t *pte, unsigned long addr, void *data __maybe_unused)
{
	clear_unflushed(pte, addr);
	return 0;
}

int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct page *scratch_page __maybe_unused = data;

	finish_marker(pte, addr);
#ifdef ptep_try_set
	ptep_try_set_none(pte, mk_pte(scratch_page, PAGE_KERNEL));
	return 0;
#else
	return pte_none(ptep_get(pte)) ? -EFAULT : 0;
#endif
}

static int scratch_one(pte_t *pte, unsigned long addr, void *data)
{
	return apply_range_set_scratch_cb(pte, addr, data);
}

/* The entry need not be looked at again: what the helper finds empty it can fill, or somebody else did. */
bool bpf_arena_handle_page_fault(unsigned long addr, bool is_write, unsigned long fault_ip)
{
	struct bpf_arena *arena = recoverable_arena(addr);
	unsigned long page_addr = addr & PAGE_MASK;

	if (!arena)
		return false;
	if (apply_to_page_range(&init_mm, page_addr, PAGE_SIZE, scratch_one, arena->scratch_page))
		return false;

	flush_cache_vmap(page_addr, page_addr + PAGE_SIZE);
	bpf_arena_report_violation(addr, is_write, fault_ip, true);
	return true;
}

void arena_free_pages(struct bpf_arena *arena, long uaddr, long page_cnt, bool sleepable)
{
	u32 uaddr32 = (u32)uaddr & PAGE_MASK;
	LLIST_HEAD(free_pages);
	unsigned long flags;
	u64 sequence;

	if (!arena_clip_range(arena, uaddr, &page_cnt))
		return;

	if (!sleepable || raw_res_spin_lock_irqsave(&arena->spinlock, flags)) {
		arena_defer_free(arena, uaddr32, page_cnt);
		return;
	}
	sequence = new_sequence();
	arena_clear_range(arena, uaddr32, page_cnt, &free_pages);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	arena_flush_and_zap(arena, uaddr32, page_cnt);
	settle(arena, uaddr32, page_cnt, sequence);
	give_back(arena, &free_pages);
}

/* Without the lock: what was cleared is flushed, and then empty. */
static void finish_spans(struct bpf_arena *arena, struct llist_node *list, u64 sequence)
{
	struct llist_node *pos, *next;

	llist_for_each_safe(pos, next, list) {
		struct arena_free_span *span = llist_entry(pos, struct arena_free_span, node);

		if (!span->cleared) {
			arena_flush_and_zap(arena, span->uaddr, span->page_cnt);
			settle(arena, span->uaddr, span->page_cnt, sequence);
		}
		arena_span_done(span);
	}
}

static void finish_burnt(struct bpf_arena *arena, struct llist_node *list, u64 sequence)
{
	struct llist_node *pos;

	flush_burnt(arena, list);
	llist_for_each(pos, list)
		settle(arena, llist_entry(pos, struct arena_free_span, node)->uaddr, 1, sequence);
	give_back_burnt(arena, list);
}

void arena_free_worker(struct work_struct *work)
{
	struct bpf_arena *arena = container_of(work, struct bpf_arena, free_work);
	struct llist_node *list, *unburnt, *pos;
	LLIST_HEAD(free_pages);
	unsigned long flags;
	u64 sequence;

	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags)) {
		schedule_work(work);
		return;
	}
	sequence = new_sequence();
	list = llist_del_all(&arena->free_spans);
	llist_for_each(pos, list) {
		struct arena_free_span *span = llist_entry(pos, struct arena_free_span, node);

		if (span->cleared)
			range_tree_set(&arena->rt, compute_pgoff(arena, span->uaddr), span->page_cnt);
		else
			arena_clear_range(arena, span->uaddr, span->page_cnt, &free_pages);
	}
	unburnt = take_burnt(arena, remove_scratch);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	finish_spans(arena, list, sequence);
	finish_burnt(arena, unburnt, sequence);
	give_back(arena, &free_pages);
}
