// SPDX-License-Identifier: MIT
/*
 * C3, where its limits are: another writer looks first and stores then, which is all set_pte_at() can do. The helper has
 * said that its entry is in, and it is not any more.
 */
#include <linux/gfp.h>
#include <ptelab/scenario_writers.h>

static u32 c3_installed;

void c3_two_steps(void)
{
	struct page *page = take_page(0);

	if (pte_none(ptep_get(leaf_pointer(0))))
		set_pte_at(&init_mm, arena_address(0), leaf_pointer(0), mk_pte(page, PAGE_KERNEL));
	else
		free_pages_nolock(page, 0);
}

void c3_one_step(void)
{
	c3_installed = ptep_try_set(leaf_pointer(0), mk_pte(the_arena->scratch_page, PAGE_KERNEL));
}

/* Nobody takes anything away here, so what was installed stays. */
void c3_one_step_kept(void)
{
	lab_check(!c3_installed || leaf_is_scratch(0), PROPERTY_expectation);
}
