/* SPDX-License-Identifier: MIT */
/*
 * Upper levels that hold kernel pointers with no flags in them (loongarch, mips): an entry that is
 * empty points to a table, too, in which everything is empty. Included after the geometry, and after
 * CAC_BASE: where the direct map lies on the real machine. The lab's own pointers have no such
 * prefix, so entries get it here and lose it on the way back.
 */
#ifndef _ASM_GENERIC_PGTABLE_VIRTUAL_H
#define _ASM_GENERIC_PGTABLE_VIRTUAL_H

#include <asm-generic/pgtable-types.h>

/* The three of them, one behind the other, the last level's first. */
#ifndef LAB_INVALID_TABLES
extern u64 lab_invalid_tables[];
#define LAB_INVALID_TABLES	((unsigned long)lab_invalid_tables)
#endif

#define CAC_PHYS_MASK		0x0000ffffffffffffULL
#define __table_pointer(table)	(CAC_BASE | __table_pa(table))
#define __pointer_table(pointer) __table_va((u64)(pointer) & CAC_PHYS_MASK)

#define invalid_pte_table	LAB_INVALID_TABLES
#define invalid_pmd_table	(invalid_pte_table + PTE_TABLE_SIZE)
#define invalid_pud_table	(invalid_pmd_table + PMD_TABLE_SIZE)

static __always_inline int pmd_none(pmd_t pmd)
{
	return pmd_val(pmd) == __table_pointer(invalid_pte_table);
}

static __always_inline int pmd_present(pmd_t pmd) { return !pmd_none(pmd); }
static __always_inline int pmd_leaf(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_HUGE); }
static __always_inline int pmd_bad(pmd_t pmd) { return !!(pmd_val(pmd) & ~PAGE_MASK); }

static __always_inline int pud_none(pud_t pud)
{
	return pud_val(pud) == __table_pointer(invalid_pmd_table);
}

static __always_inline int pud_present(pud_t pud) { return !pud_none(pud); }
static __always_inline int pud_leaf(pud_t pud) { (void)pud; return 0; }
static __always_inline int pud_bad(pud_t pud) { return !!(pud_val(pud) & ~PAGE_MASK); }

#ifndef __PAGETABLE_PUD_FOLDED
static __always_inline int p4d_none(p4d_t p4d)
{
	return p4d_val(p4d) == __table_pointer(invalid_pud_table);
}

static __always_inline int p4d_present(p4d_t p4d) { return !p4d_none(p4d); }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }
static __always_inline int p4d_bad(p4d_t p4d) { return !!(p4d_val(p4d) & ~PAGE_MASK); }

static __always_inline pud_t *p4d_pgtable(p4d_t p4d)
{
	return (pud_t *)__pointer_table(p4d_val(p4d));
}
#endif

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__pointer_table(pud_val(pud));
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __pointer_table(pmd_val(pmd));
}

static __always_inline void __fill_entries(unsigned long table, u64 entry, unsigned long entries)
{
	for (unsigned long i = 0; i < entries; i++)
		((u64 *)table)[i] = entry;
}

/* Fills a new table. The first of all is a root, ahead of which the invalid tables are made. */
#define pgtable_init_table pgtable_init_table
static inline void pgtable_init_table(void *table, int level)
{
	const u64 no_pte_table = __table_pointer(invalid_pte_table);
	const u64 no_pmd_table = __table_pointer(invalid_pmd_table);
	unsigned long at = (unsigned long)table;

	switch (level) {
	case PGTABLE_LEVEL_PTE:
		__fill_entries(at, _PAGE_KERNEL_EMPTY, PTRS_PER_PTE);
		return;
	case PGTABLE_LEVEL_PMD:
		__fill_entries(at, no_pte_table, PTRS_PER_PMD);
		return;
	case PGTABLE_LEVEL_PUD:
		__fill_entries(at, no_pmd_table, PTRS_PER_PUD);
		return;
	}
	__fill_entries(invalid_pte_table, _PAGE_KERNEL_EMPTY, PTRS_PER_PTE);
	__fill_entries(invalid_pmd_table, no_pte_table, PTRS_PER_PMD);
#ifdef __PAGETABLE_PUD_FOLDED
	__fill_entries(at, no_pmd_table, PTRS_PER_PGD);
#else
	__fill_entries(invalid_pud_table, no_pmd_table, PTRS_PER_PUD);
	__fill_entries(at, __table_pointer(invalid_pud_table), PTRS_PER_PGD);
#endif
}

#include <asm-generic/pgtable-offset.h>

#ifndef __PAGETABLE_PUD_FOLDED
static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm;
	WRITE_ONCE(p4d->pgd.pgd, __table_pointer(pud));
}
#endif

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud_val(*pud), __table_pointer(pmd));
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_pointer(pte));
}

/*
 * What an access to a half of a pair that the TLB holds as not valid meets: the exception's own code
 * looks into the table, and if the page is there by now it writes the TLB anew and goes back. No C
 * code of the fault handler runs then. True: try the access again.
 */
extern _Bool lab_kernel_mapped(unsigned long addr);
extern void local_flush_tlb_page(unsigned long addr);

#define arch_kernel_fault_entry arch_kernel_fault_entry
static __always_inline _Bool arch_kernel_fault_entry(unsigned long addr)
{
	if (!lab_kernel_mapped(addr))
		return 0;
	local_flush_tlb_page(addr);
	return 1;
}

#endif
