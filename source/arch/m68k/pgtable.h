/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of m68k with the MMU of the 68040, in the kernel's terms. Written from the
 * list of bits the kernel uses, not from the description the hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#define PTEVAL_BITS	32
#include <asm-generic/pgtable-nopud.h>

#define _PAGE_PRESENT	0x001U
#define _PAGE_SHORT	0x002U	/* a descriptor that points to a table */
#define _PAGE_RONLY	0x004U
#define _PAGE_PROTNONE	0x004U	/* with PRESENT clear */
#define _PAGE_ACCESSED	0x008U
#define _PAGE_DIRTY	0x010U
#define _PAGE_CACHE040	0x020U	/* copyback */

#define _DESCTYPE_MASK	0x003U
#define _TABLE_MASK	0xffffff00U
#define _PAGE_TABLE	_PAGE_SHORT

#define PAGE_KERNEL	__pgprot(_PAGE_PRESENT | _PAGE_DIRTY | _PAGE_ACCESSED | _PAGE_CACHE040)
/* The same bits: user space has its own root. Born dirty, as after the first write of the user. */
#define PAGE_SHARED	PAGE_KERNEL

/* Geometry: small tables, of 512, 512 and 256 bytes. */
#define PMD_SHIFT	18
#define PGDIR_SHIFT	25
#define PTRS_PER_PTE	64
#define PTRS_PER_PMD	128
#define PTRS_PER_PGD	128

#define pgtable_init_table pgtable_init_table
static inline void pgtable_init_table(void *table, int level)
{
	__fill_table(table, level == PGTABLE_LEVEL_PTE ? PTE_TABLE_SIZE : PMD_TABLE_SIZE, 0);
}

/* Upper levels. */
static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & _PAGE_TABLE); }
static __always_inline int pud_leaf(pud_t pud) { (void)pud; return 0; }
static __always_inline int pud_bad(pud_t pud) { return (pud_val(pud) & _DESCTYPE_MASK) != _PAGE_TABLE; }

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_TABLE); }
static __always_inline int pmd_leaf(pmd_t pmd) { (void)pmd; return 0; }
static __always_inline int pmd_bad(pmd_t pmd) { return (pmd_val(pmd) & _DESCTYPE_MASK) != _PAGE_TABLE; }

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(pud_val(pud) & _TABLE_MASK);
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & _TABLE_MASK);
}

#include <asm-generic/pgtable-offset.h>

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->p4d.pgd.pgd, (u32)__table_pa(pmd) | _PAGE_TABLE);
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, (u32)__table_pa(pte) | _PAGE_TABLE);
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((u32)pfn << PAGE_SHIFT | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return pte_val(pte) >> PAGE_SHIFT;
}

static __always_inline int pte_none(pte_t pte) { return !pte_val(pte); }
static __always_inline int pte_write(pte_t pte) { return !(pte_val(pte) & _PAGE_RONLY); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

static __always_inline int pte_present(pte_t pte)
{
	return !!(pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE));
}

#define pte_wrprotect pte_wrprotect
static __always_inline pte_t pte_wrprotect(pte_t pte) { return __pte(pte_val(pte) | _PAGE_RONLY); }

/* Leaf entries: memory. A plain store, and a clear in two steps. */
#if LAB_CANDIDATE == 2
/* By cas.l: with the generic read and store, an entry put in between would be lost. */
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#endif
#include <asm-generic/pgtable-access.h>

#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
#include <asm-generic/pgtable-try-set.h>

/*
 * cas.l on the entry's own 32 bits: zero is the one value that is none, the neighbour is left alone, and the locked cycle
 * excludes the walker's own writes of accessed and dirty. Nothing to do after it.
 */
#define ptep_try_set ptep_try_set
static inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	return __ptep_try_set_empty(ptep, new);
}
#endif

#endif
