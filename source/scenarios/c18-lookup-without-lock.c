// SPDX-License-Identifier: MIT
/*
 * C18 without its condition: a fault handler that looks the page up first and takes the lock, or a reference, only then. In between
 * the page may be freed.
 */
#include <ptelab/scenario_writers.h>

void c18_unlocked_setup(void)
{
	alloc_page_at(0);
	disclaim(0);
}

void c18_free_meanwhile(void)
{
	program_begin();
	free_pages_at(0, 1);
	program_end();
}

void c18_fault_without_lock(void)
{
	u32 uaddr = (u32)the_arena->user_vm_start;
	struct page *page = arena_page_at(the_arena, uaddr);
	u32 value;

	if (!page)
		return;
	get_page(page);
	vm_insert_page(&arena_user_vma, (unsigned long)the_arena->user_vm_start, page);
	lab_result[0] = !user_read(0, &value);
	put_page(page);
}
