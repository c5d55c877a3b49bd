// SPDX-License-Identifier: MIT
/* Properties of page frames, each broken and mended. Names: test/scenarios/broken-scenarios.ts. */
#include <linux/gfp.h>
#include <ptelab/scenario.h>

static unsigned long address_of_first(void)
{
	return (unsigned long)bpf_arena_get_kern_vm_start(the_arena);
}

static struct page *any_page(void)
{
	return alloc_pages_nolock(__GFP_ZERO, NUMA_NO_NODE, 0);
}

/* A page is freed while another CPU may still hold its translation. */

static u32 uaf_used;

void use_after_free_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}

static void unmap_and_free(bool flush)
{
	struct page *page = pte_page(leaf_of(0));

	block_until(&uaf_used, 1);
	ptep_get_and_clear(&init_mm, address_of_first(), leaf_pointer(0));
	if (flush)
		flush_tlb_kernel_range(address_of_first(), address_of_first() + PAGE_SIZE);
	__free_page(page);
}

void use_after_free_broken(void)
{
	unmap_and_free(false);
}

void use_after_free_mended(void)
{
	unmap_and_free(true);
}

void use_after_free_other(void)
{
	program_begin();
	kfunc_read(0);
	WRITE_ONCE(uaf_used, 1);
	kfunc_read(0);
	program_end();
}

/* At the end a table still maps a page that was freed. */

static void free_mapped(bool clear)
{
	struct page *page;

	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		page = pte_page(leaf_of(0));
		if (clear)
			ptep_get_and_clear(&init_mm, address_of_first(), leaf_pointer(0));
		__free_page(page);
	}
	program_end();
}

void use_after_free__at_the_end_broken(void)
{
	free_mapped(false);
}

void use_after_free__at_the_end_mended(void)
{
	free_mapped(true);
}

/* The CPU touched the page before it was allocated, and goes on using scratch. */

static void use_allocated(bool touch)
{
	program_begin();
	if (touch)
		kfunc_read(0);
	if (alloc_page_at(0) != NO_PAGE)
		kfunc_read(0);
	program_end();
}

void reaches_allocated_broken(void)
{
	use_allocated(true);
}

void reaches_allocated_mended(void)
{
	use_allocated(false);
}

/* A clear that takes whatever it finds for a page of somebody's. */

static void free_found(bool skip_scratch)
{
	struct page *page;

	program_begin();
	kfunc_read(0);
	program_end();
	page = pte_page(ptep_get_and_clear(&init_mm, address_of_first(), leaf_pointer(0)));
	if (!skip_scratch || page != the_arena->scratch_page)
		__free_page(page);
}

void scratch_freed_broken(void)
{
	free_found(false);
}

void scratch_freed_mended(void)
{
	free_found(true);
}

static void free_times(u32 times)
{
	struct page *page = any_page();

	while (times--)
		__free_page(page);
}

void double_free_broken(void)
{
	free_times(2);
}

void double_free_mended(void)
{
	free_times(1);
}

void page_leak_broken(void)
{
	free_times(0);
}

void page_leak_mended(void)
{
	free_times(1);
}

/* The range tree is made to forget that a page is somebody's. */

void double_allocation_broken(void)
{
	unsigned long flags;

	program_begin();
	alloc_page_at(0);
	if (!raw_res_spin_lock_irqsave(&the_arena->spinlock, flags)) {
		range_tree_set(&the_arena->rt, 0, 1);
		ptep_get_and_clear(&init_mm, address_of_first(), leaf_pointer(0));
		raw_res_spin_unlock_irqrestore(&the_arena->spinlock, flags);
	}
	alloc_page_at(0);
	program_end();
}

void double_allocation_mended(void)
{
	program_begin();
	alloc_page_at(0);
	free_pages_at(0, 1);
	alloc_page_at(0);
	program_end();
}
