// SPDX-License-Identifier: MIT
/*
 * C4 without its condition: the table that holds the arena's entries was not made with the map. The handler's walk makes what
 * it misses, so it allocates, in whatever context the fault is.
 */
#include <ptelab/scenario_writers.h>

/*
 * Zero is an empty entry on the architectures of this scenario. Boot left off at what is the first frame of this CPU, so the new
 * table will be there; that it is filled entry by entry need not be seen.
 */
void c4_unhook_table(void)
{
	unsigned long address = arena_address(0);
	struct page *next = take_page(0);
	pgd_t *pgd = pgd_offset_pgd((pgd_t *)init_mm.pgd, address);
	pmd_t *pmd = pmd_offset(pud_offset(p4d_offset(pgd, address), address), address);

	arena_drop_pages(&next, 1);
	lab_quiet_range(page_address(next), PAGE_SIZE, LAB_QUIET);
	*(u64 *)pmd = 0;
}

void c4_fault_without_table(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
}
