// SPDX-License-Identifier: MIT
/* C12 without its condition: the walk at the map's end frees every page that it finds, scratch as well. */
#include <ptelab/scenario_writers.h>

static int c12_free_one(pte_t *pte, unsigned long addr, void *data __maybe_unused)
{
	pte_t old_pte = ptep_get(pte);

	if (pte_none(old_pte) || !pte_present(old_pte))
		return 0;
	ptep_get_and_clear(&init_mm, addr, pte);
	__free_page(pte_page(old_pte));
	return 0;
}

void c12_stray_and_free_all(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
	apply_to_existing_page_range(&init_mm, arena_address(0), LAB_SLOTS * PAGE_SIZE, c12_free_one, NULL);
}
