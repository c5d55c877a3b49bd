/* SPDX-License-Identifier: MIT */
/* The functions that bpf_arena_text.h declares. Behind the text: nothing of what the macros there stand for is meant here. */
#ifndef _LINUX_BPF_ARENA_TEXT_END_H
#define _LINUX_BPF_ARENA_TEXT_END_H

#include <linux/bpf_arena_text.h>

#undef apply_to_page_range
#undef apply_to_existing_page_range
#undef __free_pages
#undef free_pages_nolock
#undef llist_add

struct lab_text_walk {
	pte_fn_t fn;
	struct apply_range_data *data;
};

static u32 lab_text_slot(unsigned long addr)
{
	return (u32)((addr - (unsigned long)bpf_arena_get_kern_vm_start(the_arena)) >> PAGE_SHIFT);
}

static bool lab_text_holds_scratch(pte_t *ptep)
{
	pte_t pte;

	if (!LAB_COUNTS)
		return false;
	pte = READ_ONCE(*ptep);
	return pte_present(pte) && pte_page(pte) == the_arena->scratch_page;
}

static u64 lab_text_displaced(void)
{
	u64 *counters = lab_counters[smp_processor_id()];

	if (!LAB_COUNTS)
		return 0;
	return counters[COUNTER_set_replaced_scratch] + counters[COUNTER_set_overwrote_scratch];
}

static int lab_text_set_one(pte_t *pte, unsigned long addr, void *data)
{
	struct lab_text_walk *walk = data;
	struct page *page = walk->data->pages[walk->data->i];
	bool hit = lab_text_holds_scratch(pte);
	u64 displaced = lab_text_displaced();
	u32 slot = lab_text_slot(addr);
	bool refused;
	int ret;

	/* Before the entry makes it reachable. */
	page->index = slot + 1;
	ret = walk->fn(pte, addr, walk->data);
	if (!ret)
		lab_slot_given(slot, page);

	refused = ret && lab_text_holds_scratch(pte);
	if (hit || refused || lab_text_displaced() != displaced)
		lab_count_collision(COUNTER_set_hit_scratch);
	if (refused)
		lab_count_collision(COUNTER_set_refused_scratch);
	return ret;
}

static int lab_text_walk(struct mm_struct *mm, unsigned long addr, unsigned long size, pte_fn_t fn, void *data,
			 enum lab_text_walk_kind kind, bool create)
{
	struct lab_text_walk walk = { .fn = fn, .data = data };
	u32 slot = lab_text_slot(addr), count = (u32)(size >> PAGE_SHIFT), i;
	bool tell = mm == &init_mm && fn && data && kind != LAB_TEXT_OTHER;
	int ret;

	if (tell)
		lab_set_page(slot);
	if (tell && kind == LAB_TEXT_SET) {
		fn = lab_text_set_one;
		data = &walk;
		if (LAB_COUNTS && slot + count > READ_ONCE(arena_high_water))
			WRITE_ONCE(arena_high_water, slot + count);
	}
	ret = create ? apply_to_page_range(mm, addr, size, fn, data) :
		       apply_to_existing_page_range(mm, addr, size, fn, data);
	for (i = 0; tell && kind == LAB_TEXT_CLEAR && !LAB_COUNTS && i < count; i++)
		lab_slot_taken(slot + i);
	return ret;
}

static void lab_text_free_page(struct page *page, bool wait)
{
	if (LAB_COUNTS && READ_ONCE(page->state) == PAGE_STATE_arena)
		lab_count(COUNTER_pages_freed);
	if (wait) {
		__free_pages(page, 0);
		return;
	}
	/* Nothing maps it: it was taken in vain. */
	page->index = 0;
	free_pages_nolock(page, 0);
}

static bool lab_text_llist_add(struct llist_node *new, struct llist_head *head)
{
	if (head == &the_arena->free_spans) {
#ifndef LAB_USER_MENTIONS_cleared
		container_of(new, struct arena_free_span, node)->cleared = false;
#endif
		if (LAB_COUNTS) {
			lab_count(COUNTER_deferred_frees);
			__atomic_fetch_add(&lab_arena.deferred_spans, 1, __ATOMIC_RELAXED);
		}
	}
	return llist_add(new, head);
}

#ifndef LAB_USER_DEFINES_flush_vmap_cache
static void flush_vmap_cache(unsigned long start, unsigned long size)
{
	flush_cache_vmap(start, start + size);
}
#endif

#ifndef LAB_USER_DEFINES_bpf_arena_get_user_vm_start
static u64 bpf_arena_get_user_vm_start(struct bpf_arena *arena)
{
	return arena ? arena->user_vm_start : 0;
}
#endif

#ifndef LAB_USER_DEFINES_zap_pages
/* There is one process that has the arena mapped, and its mapping stays. */
static void zap_pages(struct bpf_arena *arena __maybe_unused, long uaddr, long page_cnt)
{
	zap_vma_range(&arena_user_vma, (unsigned long)uaddr, (unsigned long)page_cnt << PAGE_SHIFT);
}
#endif

#ifndef LAB_USER_DEFINES_vmalloc_to_page
static struct page *vmalloc_to_page(const void *addr)
{
	u64 offset = (unsigned long)addr - (unsigned long)bpf_arena_get_kern_vm_start(the_arena);

	return arena_page_at(the_arena, (u32)(the_arena->user_vm_start + offset));
}
#endif

#ifndef LAB_USER_DEFINES_vm_area_map_pages
static int lab_text_map_one(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;

	if (!pte_none(ptep_get(pte)))
		return -EBUSY;
	set_pte_at(&init_mm, addr, pte, mk_pte(d->pages[d->i], PAGE_KERNEL));
	d->i++;
	return 0;
}

static int vm_area_map_pages(struct vm_struct *area __maybe_unused, unsigned long start, unsigned long end,
			     struct page **pages)
{
	struct apply_range_data data = { .pages = pages };
	int ret;

	ret = lab_text_walk(&init_mm, start, end - start, lab_text_map_one, &data, LAB_TEXT_SET, true);
	flush_cache_vmap(start, end);
	return ret;
}

static int lab_text_unmap_one(pte_t *pte, unsigned long addr, void *data __maybe_unused)
{
	ptep_get_and_clear(&init_mm, addr, pte);
	return 0;
}

static void vm_area_unmap_pages(struct vm_struct *area __maybe_unused, unsigned long start, unsigned long end)
{
	u32 unused;

	lab_text_walk(&init_mm, start, end - start, lab_text_unmap_one, &unused, LAB_TEXT_CLEAR, false);
	flush_tlb_kernel_range(start, end);
}
#endif

#ifndef LAB_USER_DEFINES_bpf_map_alloc_pages
/* All or none. */
static int lab_text_alloc_pages(unsigned long nr_pages, struct page **pages)
{
	unsigned long i;

	for (i = 0; i < nr_pages; i++) {
		pages[i] = alloc_pages_nolock(__GFP_ZERO | __GFP_ACCOUNT, NUMA_NO_NODE, 0);
		if (!pages[i])
			break;
	}
	if (i == nr_pages)
		return 0;
	arena_drop_pages(pages, (u32)i);
	return -ENOMEM;
}
#endif

#endif /* _LINUX_BPF_ARENA_TEXT_END_H */
