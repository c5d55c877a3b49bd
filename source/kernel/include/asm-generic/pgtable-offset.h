/* SPDX-License-Identifier: MIT */
/*
 * The way down the tables, and new tables. Included after the architecture's geometry and its
 * pgd_pgtable(), p4d_pgtable(), pud_pgtable() and pmd_page_vaddr(), which read a table's place from
 * an entry; those of folded levels are not needed.
 */
#ifndef _ASM_GENERIC_PGTABLE_OFFSET_H
#define _ASM_GENERIC_PGTABLE_OFFSET_H

#include <asm-generic/pgtable-types.h>

#define pgd_offset_pgd(pgd, address)	((pgd) + pgd_index(address))
#define pgd_offset(mm, address)		pgd_offset_pgd((mm)->pgd, (address))

#ifndef __PAGETABLE_P4D_FOLDED
static __always_inline p4d_t *p4d_offset(pgd_t *pgd, unsigned long address)
{
	return pgd_pgtable(*pgd) + p4d_index(address);
}
#endif

#ifndef __PAGETABLE_PUD_FOLDED
static __always_inline pud_t *pud_offset(p4d_t *p4d, unsigned long address)
{
	return p4d_pgtable(*p4d) + pud_index(address);
}
#endif

#ifndef __PAGETABLE_PMD_FOLDED
static __always_inline pmd_t *pmd_offset(pud_t *pud, unsigned long address)
{
	return pud_pgtable(*pud) + pmd_index(address);
}
#endif

static __always_inline pte_t *pte_offset_kernel(pmd_t *pmd, unsigned long address)
{
	return (pte_t *)pmd_page_vaddr(*pmd) + pte_index(address);
}

/* Entries in a table, which need not be the same on every level: the root may be smaller. */
static __always_inline unsigned long pgtable_entries(int level)
{
	return level == PGTABLE_LEVEL_PTE ? PTRS_PER_PTE :
	       level == PGTABLE_LEVEL_PMD ? PTRS_PER_PMD :
	       level == PGTABLE_LEVEL_PUD ? PTRS_PER_PUD :
	       level == PGTABLE_LEVEL_P4D ? PTRS_PER_P4D : PTRS_PER_PGD;
}

/*
 * Fills a new table with empty entries. For an architecture whose empty entry is zero on every
 * level; another has its own.
 */
#ifndef pgtable_init_table
#define pgtable_init_table pgtable_init_table
static inline void pgtable_init_table(void *table, int level)
{
	unsigned long entries = pgtable_entries(level);
	u64 *entry = table;

	for (unsigned long i = 0; i < entries; i++)
		entry[i] = 0;
}
#endif

#endif
