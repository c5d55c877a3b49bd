// SPDX-License-Identifier: MIT
/*
 * VR: the request for comments (11 May 2026), with its map flag set.
 *
 * No entry is ever empty: at creation all of them get one shared garbage page, an allocation puts its page in place of that,
 * and a free puts the garbage page back. So the kernel may use any address of the arena and nothing faults. How far the posting
 * went beyond the 4 GiB is not known; here it is as far as recovery reaches later. The garbage page is what the lab counts as
 * scratch.
 *
 * Claims: a BPF access to a page that nobody has allocated is no violation any more, from the first one on (C40). Every
 * allocation and every free repoints a live entry, which arm64 forbids (C7), and nothing flushes after an allocation (C32) or
 * before a freed range is used again (C34).
 */
#include <linux/bpf_arena.h>
#include <linux/bug.h>

static int populate_one(pte_t *pte, unsigned long addr, void *data)
{
	struct page *garbage_page = data;

	set_pte_at(&init_mm, addr, pte, mk_pte(garbage_page, PAGE_KERNEL));
	return 0;
}

void arena_populate(struct bpf_arena *arena)
{
	BUG_ON(apply_to_page_range(&init_mm, (unsigned long)bpf_arena_get_kern_vm_start(arena), ARENA_RECOVERY_SZ,
				   populate_one, arena->scratch_page));
}

int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;

	if (unlikely(pte_page(ptep_get(pte)) != d->scratch_page))
		return -EBUSY;

	set_pte_at(&init_mm, addr, pte, mk_pte(d->pages[d->i], PAGE_KERNEL));
	d->i++;
	return 0;
}

int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	struct page *page = pte_page(ptep_get(pte));

	if (page == d->scratch_page)
		return 0;

	set_pte_at(&init_mm, addr, pte, mk_pte(d->scratch_page, PAGE_KERNEL));
	__llist_add(&page->pcp_llist, d->free_pages);
	return 0;
}

/* A page for the user's first access. Under the lock. */
static vm_fault_t make_page(struct bpf_arena *arena, u32 uaddr32, struct page **page)
{
	u32 pgoff = compute_pgoff(arena, uaddr32);
	vm_fault_t error = VM_FAULT_SIGSEGV;
	u32 mapped;

	if (arena_claim_for_user(arena, pgoff))
		return error;

	*page = alloc_pages_nolock(__GFP_ZERO | __GFP_ACCOUNT, NUMA_NO_NODE, 0);
	if (!*page)
		error = VM_FAULT_OOM;
	else if (!arena_set_range(arena, uaddr32, page, 1, &mapped))
		return 0;
	else
		arena_drop_pages(page, 1);
	range_tree_set(&arena->rt, pgoff, 1);
	lab_count(COUNTER_alloc_failures);
	return error;
}

/* As the core's, but where that has an empty entry this has the garbage page, which no user may see. */
vm_fault_t arena_vm_fault(struct vm_fault *vmf)
{
	struct bpf_arena *arena = vmf->vma->vm_private_data;
	u32 uaddr32 = (u32)vmf->address & PAGE_MASK;
	vm_fault_t error = 0;
	unsigned long flags;
	struct page *page;

	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags))
		return VM_FAULT_SIGBUS;

	page = arena_page_at(arena, uaddr32);
	if (page == arena->scratch_page)
		error = make_page(arena, uaddr32, &page);
	if (!error) {
		get_page(page);
		vmf->page = page;
	}
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
	return error;
}

/* Nothing is missing within the arena, so whatever faults here is not ours. */
bool bpf_arena_handle_page_fault(unsigned long addr __maybe_unused, bool is_write __maybe_unused,
				 unsigned long fault_ip __maybe_unused)
{
	return false;
}
