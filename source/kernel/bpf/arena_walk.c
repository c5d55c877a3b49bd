// SPDX-License-Identifier: MIT
/*
 * Walks over the arena's entries: they call the callbacks of the selected variant and count what scratch an allocation met,
 * so that the callbacks themselves are nothing but kernel text. What becomes of an entry is counted where it changes
 * (lab/trace.c).
 */
#include <linux/bpf_arena.h>
#include <linux/pgtable.h>

/* For the counters only: read once, without the care an entry needs that is about to be changed. */
static bool slot_holds_scratch(struct bpf_arena *arena, pte_t *ptep)
{
	pte_t pte;

	if (!LAB_COUNTS)
		return false;
	pte = READ_ONCE(*ptep);
	return pte_present(pte) && pte_page(pte) == arena->scratch_page;
}

/* Times this CPU put a page where scratch was, with or without clearing the entry first. */
static u64 scratch_displaced(void)
{
	u64 *counters = lab_counters[smp_processor_id()];

	if (!LAB_COUNTS)
		return 0;
	return counters[COUNTER_set_replaced_scratch] + counters[COUNTER_set_overwrote_scratch];
}

static int set_one(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;
	struct bpf_arena *arena = d->arena;
	u32 pgoff = (u32)((addr - (unsigned long)bpf_arena_get_kern_vm_start(arena)) >> PAGE_SHIFT);
	bool hit = slot_holds_scratch(arena, pte);
	u64 displaced = scratch_displaced();
	struct page *page = d->pages[d->i];
	bool refused;
	int ret;

	/* Before the entry makes it reachable. */
	page->index = pgoff + 1;
	ret = apply_range_set_cb(pte, addr, d);
	if (!ret)
		lab_slot_given(pgoff, page);

	refused = ret && slot_holds_scratch(arena, pte);
	if (hit || refused || scratch_displaced() != displaced)
		lab_count_collision(COUNTER_set_hit_scratch);
	if (refused) {
		struct bpf_prog *prog = bpf_prog_find_from_stack();

		lab_count_collision(COUNTER_set_refused_scratch);
		lab_stream_push(STREAM_alloc_failed_scratch, prog ? prog->index : LAB_NOTHING, addr, LAB_NOTHING,
				pgoff);
	}
	return ret;
}

int arena_set_range(struct bpf_arena *arena, u32 uaddr, struct page **pages, u32 count, u32 *mapped)
{
	struct apply_range_data data = { .pages = pages, .scratch_page = arena->scratch_page, .arena = arena };
	u32 end = compute_pgoff(arena, uaddr) + count;
	int ret;

	lab_set_page(end - count);
	ret = apply_to_page_range(&init_mm, arena_kern_address(arena, uaddr), (unsigned long)count << PAGE_SHIFT,
				  set_one, &data);
	*mapped = data.i;
	if (LAB_COUNTS && end > READ_ONCE(arena_high_water))
		WRITE_ONCE(arena_high_water, end);
	return ret;
}

/* Calls through a function of its own, so that the walk never holds the address of a slot. */
static int clear_one(pte_t *pte, unsigned long addr, void *data)
{
	return apply_range_clear_cb(pte, addr, data);
}

void arena_clear_range(struct bpf_arena *arena, u32 uaddr, u32 count, struct llist_head *free_pages)
{
	struct clear_range_data data = {
		.free_pages = free_pages,
		.scratch_page = arena->scratch_page,
		.arena = arena,
	};
	u32 i;

	lab_set_page(compute_pgoff(arena, uaddr));
	apply_to_existing_page_range(&init_mm, arena_kern_address(arena, uaddr),
				     (unsigned long)count << PAGE_SHIFT, clear_one, &data);
	for (i = 0; !LAB_COUNTS && i < count; i++)
		lab_slot_taken(compute_pgoff(arena, uaddr) + i);
}

static int find_one(pte_t *ptep, unsigned long addr __maybe_unused, void *data)
{
	struct page **page = data;
	pte_t pte = ptep_get(ptep);

	if (!pte_none(pte) && pte_present(pte))
		*page = pte_page(pte);
	return 0;
}

struct page *arena_page_at(struct bpf_arena *arena, u32 uaddr)
{
	struct page *page = NULL;

	apply_to_existing_page_range(&init_mm, arena_kern_address(arena, uaddr), PAGE_SIZE, find_one, &page);
	return page;
}

void arena_flush_and_zap(struct bpf_arena *arena, u32 uaddr, u32 count)
{
	unsigned long kaddr = arena_kern_address(arena, uaddr);
	unsigned long size = (unsigned long)count << PAGE_SHIFT;

	/* The entries are empty, the translations still there: what C34 is about. */
	lab_access_point();
	flush_tlb_kernel_range(kaddr, kaddr + size);
	zap_vma_range(&arena_user_vma, (unsigned long)(clear_lo32(arena->user_vm_start) + uaddr), size);
}

void arena_put_pages(struct llist_head *free_pages)
{
	struct llist_node *pos, *next;

	llist_for_each_safe(pos, next, __llist_del_all(free_pages)) {
		lab_count(COUNTER_pages_freed);
		__free_page(llist_entry(pos, struct page, pcp_llist));
	}
}

void arena_drop_pages(struct page **pages, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		lab_count(COUNTER_pages_freed);
		pages[i]->index = 0;
		free_pages_nolock(pages[i], 0);
	}
}
