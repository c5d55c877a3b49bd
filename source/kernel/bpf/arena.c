// SPDX-License-Identifier: MIT
/*
 * What the arena does: allocation, freeing now or later, recovery from a kernel fault, the user's fault. Each function
 * marked __weak is a slot, which a variant can replace.
 *
 * An entry is changed under arena->spinlock, with one exception: recovery fills an empty one with the scratch page and takes
 * no lock at all. All tables of the kernel mapping were made at creation.
 */
#include <linux/bpf_arena.h>
#include <linux/container_of.h>
#include <linux/minmax.h>
#include <linux/pgtable.h>
#include <linux/slab.h>

/* Pages that are allocated and mapped in one go: as many as the smallest object has room for. */
#define ARENA_BATCH	((long)(LAB_SLAB_BYTES / sizeof(struct page *)))

static void flush_vmap_cache(unsigned long start, unsigned long size)
{
	flush_cache_vmap(start, start + size);
}

/* The callbacks of a variant that brings none: those from before the series. */

__weak int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;

	if (!pte_none(ptep_get(pte)))
		return -EBUSY;
	set_pte_at(&init_mm, addr, pte, mk_pte(d->pages[d->i], PAGE_KERNEL));
	d->i++;
	return 0;
}

__weak int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	pte_t old = ptep_get(pte);

	if (pte_none(old) || !pte_present(old))
		return 0;
	pte_clear(&init_mm, addr, pte);
	__llist_add(&pte_page(old)->pcp_llist, d->free_pages);
	return 0;
}

__weak int apply_range_set_scratch_cb(pte_t *pte __maybe_unused, unsigned long addr __maybe_unused,
				      void *data __maybe_unused)
{
	return 0;
}

/* All or none of @nr_pages. Interrupts are off and the arena's lock is held: nothing here may wait. */
static int bpf_map_alloc_pages(int node_id, long nr_pages, struct page **pages)
{
	long i;

	for (i = 0; i < nr_pages; i++) {
		pages[i] = alloc_pages_nolock(__GFP_ZERO | __GFP_ACCOUNT, node_id, 0);
		if (!pages[i])
			break;
	}
	if (i == nr_pages)
		return 0;
	arena_drop_pages(pages, i);
	return -ENOMEM;
}

__weak s64 arena_claim_range(struct bpf_arena *arena, s64 pgoff, long page_cnt)
{
	int ret;

	if (pgoff < 0)
		pgoff = range_tree_find(&arena->rt, page_cnt);
	else if (is_range_tree_set(&arena->rt, pgoff, page_cnt))
		return -EBUSY;
	if (pgoff < 0)
		return pgoff;

	ret = range_tree_clear(&arena->rt, pgoff, page_cnt);
	return ret ? ret : pgoff;
}

__weak int arena_claim_for_user(struct bpf_arena *arena, u32 pgoff)
{
	return range_tree_clear(&arena->rt, pgoff, 1);
}

long arena_alloc_range(struct bpf_arena *arena, long uaddr, long page_cnt, int node_id, bool sleepable)
{
	long page_cnt_max = (long)((arena->user_vm_end - arena->user_vm_start) >> PAGE_SHIFT);
	long mapped = 0;
	struct page **pages;
	unsigned long flags;
	s64 pgoff = -1;
	u32 uaddr32;
	int ret = 0;

	if (page_cnt <= 0 || page_cnt > page_cnt_max)
		return 0;
	if (uaddr) {
		if (uaddr & ~PAGE_MASK)
			return 0;
		pgoff = compute_pgoff(arena, (u32)uaddr);
		if (pgoff > page_cnt_max - page_cnt)
			return 0;
	}

	pages = kmalloc_nolock(min(page_cnt, ARENA_BATCH) * sizeof(*pages), 0, NUMA_NO_NODE);
	if (!pages)
		return 0;

	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags))
		goto out_free_array;

	pgoff = arena_claim_range(arena, pgoff, page_cnt);
	if (pgoff < 0) {
		raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
		goto out_free_array;
	}

	uaddr32 = (u32)(arena->user_vm_start + ((u64)pgoff << PAGE_SHIFT));
	while (mapped < page_cnt) {
		long batch = min(page_cnt - mapped, ARENA_BATCH);
		u32 done = 0;

		ret = bpf_map_alloc_pages(node_id, batch, pages);
		if (ret)
			break;
		ret = arena_set_range(arena, uaddr32 + (u32)(mapped << PAGE_SHIFT), pages, batch, &done);
		mapped += done;
		if (ret) {
			arena_drop_pages(pages + done, batch - done);
			break;
		}
	}
	/* What was not mapped was free before, and stays so. */
	if (ret)
		range_tree_set(&arena->rt, pgoff + mapped, page_cnt - mapped);
	flush_vmap_cache(arena_kern_address(arena, uaddr32), (unsigned long)mapped << PAGE_SHIFT);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
	kfree_nolock(pages);

	if (!ret)
		return (long)(clear_lo32(arena->user_vm_start) + uaddr32);
	if (mapped)
		arena_free_pages(arena, uaddr32, mapped, sleepable);
	return 0;

out_free_array:
	kfree_nolock(pages);
	return 0;
}

__weak long arena_alloc_pages(struct bpf_arena *arena, long uaddr, long page_cnt, int node_id, bool sleepable)
{
	return arena_alloc_range(arena, uaddr, page_cnt, node_id, sleepable);
}

/*
 * The range is given back while the lock is held, and flushed after that: until the flush is through, another CPU may
 * allocate the same addresses and still use what they were (claim C34).
 */
__weak void arena_free_pages(struct bpf_arena *arena, long uaddr, long page_cnt, bool sleepable)
{
	LLIST_HEAD(free_pages);
	unsigned long flags;
	u32 uaddr32 = (u32)uaddr & PAGE_MASK;

	if (!arena_clip_range(arena, uaddr, &page_cnt))
		return;

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

/* Frees what was put off. Starts anew later when it cannot have the lock. */
__weak void arena_free_worker(struct work_struct *work)
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
		arena_clear_range(arena, span->uaddr, span->page_cnt, &free_pages);
		range_tree_set(&arena->rt, compute_pgoff(arena, span->uaddr), span->page_cnt);
	}
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	llist_for_each_safe(pos, next, list) {
		span = llist_entry(pos, struct arena_free_span, node);
		arena_flush_and_zap(arena, span->uaddr, span->page_cnt);
		arena_span_done(span);
	}
	arena_put_pages(&free_pages);
}

static int scratch_one(pte_t *pte, unsigned long addr, void *data)
{
	return apply_range_set_scratch_cb(pte, addr, data);
}

/*
 * Recovers within the window and the upper half of the guard; an access to the lower half is no pointer that ran too far.
 * Says "handled" even when the callback installed nothing (claim C23): if nobody else did, the access faults again.
 */
__weak bool bpf_arena_handle_page_fault(unsigned long addr, bool is_write, unsigned long fault_ip)
{
	struct bpf_prog *prog = bpf_prog_find_from_stack();
	unsigned long page_addr = addr & PAGE_MASK;
	struct bpf_arena *arena;
	unsigned long base;

	if (!prog)
		return false;
	/* The innermost program counts, and it may have no arena. */
	arena = prog->arena;
	if (!arena)
		return false;

	base = (unsigned long)bpf_arena_get_kern_vm_start(arena);
	if (addr < base || addr - base >= ARENA_RECOVERY_SZ)
		return false;

	apply_to_page_range(&init_mm, page_addr, PAGE_SIZE, scratch_one, arena->scratch_page);
	flush_vmap_cache(page_addr, PAGE_SIZE);
	bpf_arena_report_violation(addr, is_write, fault_ip, true);
	return true;
}

/* The user's first access to a page: what is there already, or a new page. */
__weak vm_fault_t arena_vm_fault(struct vm_fault *vmf)
{
	struct bpf_arena *arena = vmf->vma->vm_private_data;
	u32 uaddr32 = (u32)vmf->address & PAGE_MASK;
	u32 pgoff = compute_pgoff(arena, uaddr32);
	vm_fault_t error = VM_FAULT_SIGSEGV;
	unsigned long flags;
	struct page *page;
	u32 mapped;

	/* Not RETRY: the caller still holds its lock on the address space (claim C51). */
	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags))
		return VM_FAULT_SIGBUS;

	page = arena_page_at(arena, uaddr32);
	if (page && page == arena->scratch_page) {
		/* Neither hand it out nor put a page in its place. */
		lab_count_collision(COUNTER_user_hit_scratch);
		goto out_unlock;
	}

	if (!page) {
		if (arena_claim_for_user(arena, pgoff))
			goto out_unlock;
		if (bpf_map_alloc_pages(NUMA_NO_NODE, 1, &page)) {
			error = VM_FAULT_OOM;
			goto out_give_back;
		}
		if (arena_set_range(arena, uaddr32, &page, 1, &mapped)) {
			arena_drop_pages(&page, 1);
			goto out_give_back;
		}
		flush_vmap_cache(arena_kern_address(arena, uaddr32), PAGE_SIZE);
	}

	/* The reference of the user's mapping, which is made after the unlock. */
	get_page(page);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
	vmf->page = page;
	return 0;

out_give_back:
	range_tree_set(&arena->rt, pgoff, 1);
	lab_count(COUNTER_alloc_failures);
out_unlock:
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
	return error;
}
