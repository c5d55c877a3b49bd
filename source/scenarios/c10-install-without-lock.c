// SPDX-License-Identifier: MIT
/*
 * C10 without its condition: somebody puts a page where scratch is, without the lock, while a clear is under way. Whatever
 * the clear takes out of the entry, it has to know.
 */
#include <ptelab/scenario_writers.h>

void c10_install_setup(void)
{
	put_scratch(0);
}

void c10_clear_locked(void)
{
	free_pages_at(0, 1);
}

void c10_install_unlocked(void)
{
	struct page *page = take_page(0);

	set_pte_at(&init_mm, arena_address(0), leaf_pointer(0), mk_pte(page, PAGE_KERNEL));
}
