// SPDX-License-Identifier: MIT
/* Properties of entries and mappings, each broken and mended. */
#include <linux/gfp.h>
#include <ptelab/scenario_scope.h>

static struct page *new_page(void)
{
	return alloc_pages_nolock(__GFP_ZERO, NUMA_NO_NODE, 0);
}

static unsigned long first_address(void)
{
	return (unsigned long)bpf_arena_get_kern_vm_start(the_arena);
}

static void set_first(struct page *page)
{
	set_pte_at(&init_mm, first_address(), leaf_pointer(0), mk_pte(page, PAGE_KERNEL));
}

static void clear_first(bool flush)
{
	ptep_get_and_clear(&init_mm, first_address(), leaf_pointer(0));
	if (flush)
		flush_tlb_kernel_range(first_address(), first_address() + PAGE_SIZE);
}

/* One page after the other in the same entry. */
static void repoint(bool clear, bool flush)
{
	struct page *one = new_page(), *another = new_page();

	set_first(one);
	if (clear)
		clear_first(flush);
	set_first(another);
	clear_first(true);
	__free_page(one);
	__free_page(another);
}

void break_before_make_broken(void)
{
	repoint(true, false);
}

void break_before_make_mended(void)
{
	repoint(true, true);
}

void break_before_make__valid_to_valid_broken(void)
{
	repoint(false, false);
}

void break_before_make__valid_to_valid_mended(void)
{
	repoint(true, true);
}

void entry_overwritten_broken(void)
{
	repoint(false, false);
}

void entry_overwritten_mended(void)
{
	repoint(true, false);
}

/* The table that the entry is in goes away too early. */

void freed_table_broken(void)
{
	__free_page(virt_to_page(leaf_pointer(0)));
	clear_first(true);
}

void freed_table_mended(void)
{
	clear_first(true);
	__free_page(virt_to_page(leaf_pointer(0)));
}

static void map_for_user(struct page *page)
{
	u32 value;

	vm_insert_page(&arena_user_vma, arena_user_vma.vm_start, page);
	user_read(0, &value);
	zap_vma_range(&arena_user_vma, arena_user_vma.vm_start, PAGE_SIZE);
}

void user_never_scratch_broken(void)
{
	map_for_user(the_arena->scratch_page);
}

void user_never_scratch_mended(void)
{
	struct page *page = new_page();

	map_for_user(page);
	__free_page(page);
}

/* A free that leaves out the user's mapping. */

void user_mapping_stale_setup(void)
{
	u32 value;

	program_begin();
	alloc_page_at(0);
	program_end();
	user_read(0, &value);
}

void user_mapping_stale_broken(void)
{
	struct page *page = pte_page(leaf_of(0));

	clear_first(true);
	__free_page(page);
}

void user_mapping_stale_mended(void)
{
	free_pages_at(0, 1);
}

void user_mapping_stale_finish(void)
{
	lab_check(!user_mapping_is_stale(0), PROPERTY_user_mapping_stale);
}
