// SPDX-License-Identifier: MIT
/* What the scenarios of claims C1 to C18 need beside ptelab/scenario.h. */
#include <linux/gfp.h>
#include <linux/smp.h>
#include <ptelab/explore_machine.h>
#include <ptelab/scenario_writers.h>

bool holds_arena_lock(void)
{
	return lab_holds(&the_arena->spinlock.val);
}

unsigned long arena_address(u32 page)
{
	return (unsigned long)bpf_arena_get_kern_vm_start(the_arena) + ((unsigned long)page << PAGE_SHIFT);
}

void put_scratch(u32 page)
{
	set_pte_at(&init_mm, arena_address(page), leaf_pointer(page), mk_pte(the_arena->scratch_page, PAGE_KERNEL));
}

/* The last try is the program's own: it goes through the same translation, and what faults in it is dropped. */
void stray_once(u32 page)
{
	if (leaf_is_none(page))
		lab_page_fault(arena_address(page), 0, LAB_NOTHING, 0, NULL);
	bpf_read(page);
}

void do_not_check(u32 property)
{
	lab_checked[property / 32] &= ~(1u << property % 32);
}

void finish_deferred_work(void)
{
	while (worker_has_work())
		run_worker();
}

struct page *take_page(u32 page)
{
	struct page *new_page = alloc_pages_nolock(__GFP_ZERO, -1, 0);

	BUG_ON(!new_page);
	new_page->index = page + 1;
	return new_page;
}

static int set_one_entry(pte_t *pte, unsigned long addr, void *data)
{
	return apply_range_set_cb(pte, addr, data);
}

int set_entry(u32 page, struct page *new_page)
{
	struct apply_range_data data = {
		.pages = &new_page,
		.scratch_page = the_arena->scratch_page,
		.arena = the_arena,
	};
	int ret = apply_to_existing_page_range(&init_mm, arena_address(page), PAGE_SIZE, set_one_entry, &data);

	if (ret)
		arena_drop_pages(&new_page, 1);
	return ret;
}

static int clear_one_entry(pte_t *pte, unsigned long addr, void *data)
{
	return apply_range_clear_cb(pte, addr, data);
}

void clear_entry(u32 page)
{
	LLIST_HEAD(free_pages);
	struct clear_range_data data = {
		.free_pages = &free_pages,
		.scratch_page = the_arena->scratch_page,
		.arena = the_arena,
	};
	unsigned long address = arena_address(page);

	apply_to_existing_page_range(&init_mm, address, PAGE_SIZE, clear_one_entry, &data);
	if (llist_empty(&free_pages))
		return;
	flush_tlb_kernel_range(address, address + PAGE_SIZE);
	arena_put_pages(&free_pages);
}
