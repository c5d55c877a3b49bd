// SPDX-License-Identifier: MIT
/*
 * C3, within its limits: the same teardown as in C3-rule-table-freed, but it waits until the walks that may know the table
 * are over.
 */
#include <linux/gfp.h>
#include <ptelab/scenario_helper.h>

/* Stands for the entry of the level above; NULL is none. */
static pte_t *c3_kept_table;
static u32 c3_kept_walking;

void c3_kept_setup(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	pgtable_init_table(page_address(page), PGTABLE_LEVEL_PTE);
	WRITE_ONCE(c3_kept_table, page_address(page));
}

void c3_kept_teardown(void)
{
	pte_t *ptep = READ_ONCE(c3_kept_table);

	WRITE_ONCE(c3_kept_table, NULL);
	block_until(&c3_kept_walking, 0);
	__free_page(virt_to_page(ptep));
}

void c3_kept_install(void)
{
	pte_t *ptep;

	WRITE_ONCE(c3_kept_walking, 1);
	ptep = READ_ONCE(c3_kept_table);
	if (ptep)
		lab_result[0] = ptep_try_set(ptep, mk_pte(the_arena->scratch_page, PAGE_KERNEL));
	WRITE_ONCE(c3_kept_walking, 0);
}
