// SPDX-License-Identifier: MIT
/*
 * C3, where its limits are: the table's page is freed under the installer. It is taken out of the level above first, as it
 * should be, but a walk that has passed there does not know.
 */
#include <linux/gfp.h>
#include <ptelab/scenario_helper.h>

/* Stands for the entry of the level above; NULL is none. */
static pte_t *c3_freed_table;

void c3_table_setup(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	pgtable_init_table(page_address(page), PGTABLE_LEVEL_PTE);
	WRITE_ONCE(c3_freed_table, page_address(page));
}

void c3_table_teardown(void)
{
	pte_t *ptep = READ_ONCE(c3_freed_table);

	WRITE_ONCE(c3_freed_table, NULL);
	__free_page(virt_to_page(ptep));
}

void c3_table_install(void)
{
	pte_t *ptep = READ_ONCE(c3_freed_table);

	if (ptep)
		lab_result[0] = ptep_try_set(ptep, mk_pte(the_arena->scratch_page, PAGE_KERNEL));
}
