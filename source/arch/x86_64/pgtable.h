/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of x86-64 with four or five levels (CONFIG_PGTABLE_LEVELS), in the kernel's
 * terms. Written from the list of bits the kernel uses, not from the description the hardware walker
 * is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#if CONFIG_PGTABLE_LEVELS == 5
#include <asm-generic/pgtable-types.h>
#else
#include <asm-generic/pgtable-nop4d.h>
#endif

extern struct mm_struct init_mm;

#define _PAGE_PRESENT	0x001ULL
#define _PAGE_RW	0x002ULL
#define _PAGE_USER	0x004ULL
#define _PAGE_ACCESSED	0x020ULL
#define _PAGE_DIRTY	0x040ULL
#define _PAGE_PSE	0x080ULL
#define _PAGE_GLOBAL	0x100ULL
#define _PAGE_PROTNONE	0x100ULL	/* with PRESENT clear */
#define _PAGE_NX	(1ULL << 63)

/* Bits that some processors leave behind in a not-present entry. */
#define _PAGE_KNL_ERRATUM_MASK	(_PAGE_ACCESSED | _PAGE_DIRTY)

#define _KERNPG_TABLE	(_PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED | _PAGE_DIRTY)
#define _PAGE_TABLE	(_KERNPG_TABLE | _PAGE_USER)

#define PTE_PFN_MASK	0x000ffffffffff000ULL

#define PAGE_KERNEL	__pgprot(_KERNPG_TABLE | _PAGE_GLOBAL | _PAGE_NX)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(_PAGE_TABLE | _PAGE_NX)

/* Geometry. */
#define PMD_SHIFT	21
#define PUD_SHIFT	30
#if CONFIG_PGTABLE_LEVELS == 5
#define P4D_SHIFT	39
#define PGDIR_SHIFT	48
#define PTRS_PER_P4D	512
#else
#define PGDIR_SHIFT	39
#endif
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	512
#define PTRS_PER_PUD	512
#define PTRS_PER_PGD	512

/* Upper levels. */
static __always_inline bool __entry_none(u64 raw)
{
	return !(raw & ~_PAGE_KNL_ERRATUM_MASK);
}

static __always_inline bool __entry_leaf(u64 raw)
{
	return (raw & (_PAGE_PSE | _PAGE_PRESENT)) == (_PAGE_PSE | _PAGE_PRESENT);
}

static __always_inline bool __entry_bad(u64 raw)
{
	u64 flags = raw & ~PTE_PFN_MASK & ~(_PAGE_USER | _PAGE_ACCESSED);

	return flags != (_KERNPG_TABLE & ~_PAGE_ACCESSED);
}

#if CONFIG_PGTABLE_LEVELS == 5
static __always_inline int pgd_none(pgd_t pgd) { return __entry_none(pgd_val(pgd)); }
static __always_inline int pgd_present(pgd_t pgd) { return !!(pgd_val(pgd) & _PAGE_PRESENT); }
static __always_inline int pgd_bad(pgd_t pgd) { return __entry_bad(pgd_val(pgd)); }
static __always_inline int pgd_leaf(pgd_t pgd) { (void)pgd; return 0; }

static __always_inline p4d_t *pgd_pgtable(pgd_t pgd)
{
	return (p4d_t *)__table_va(pgd_val(pgd) & PTE_PFN_MASK);
}
#endif

static __always_inline int p4d_none(p4d_t p4d) { return __entry_none(p4d_val(p4d)); }
static __always_inline int p4d_present(p4d_t p4d) { return !!(p4d_val(p4d) & _PAGE_PRESENT); }
static __always_inline int p4d_bad(p4d_t p4d) { return __entry_bad(p4d_val(p4d)); }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline int pud_none(pud_t pud) { return __entry_none(pud_val(pud)); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & _PAGE_PRESENT); }
static __always_inline int pud_bad(pud_t pud) { return __entry_bad(pud_val(pud)); }
static __always_inline int pud_leaf(pud_t pud) { return __entry_leaf(pud_val(pud)); }

static __always_inline int pmd_none(pmd_t pmd) { return __entry_none(pmd_val(pmd)); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_PRESENT); }
static __always_inline int pmd_bad(pmd_t pmd) { return __entry_bad(pmd_val(pmd)); }
static __always_inline int pmd_leaf(pmd_t pmd) { return __entry_leaf(pmd_val(pmd)); }

static __always_inline pud_t *p4d_pgtable(p4d_t p4d)
{
	return (pud_t *)__table_va(p4d_val(p4d) & PTE_PFN_MASK);
}

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(pud_val(pud) & PTE_PFN_MASK);
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & PTE_PFN_MASK);
}

#include <asm-generic/pgtable-offset.h>

/* Kernel tables keep user space out at every level. */
static __always_inline u64 __table_flags(struct mm_struct *mm)
{
	return mm == &init_mm ? _KERNPG_TABLE : _PAGE_TABLE;
}

#if CONFIG_PGTABLE_LEVELS == 5
static __always_inline void pgd_populate(struct mm_struct *mm, pgd_t *pgd, p4d_t *p4d)
{
	WRITE_ONCE(pgd->pgd, __table_pa(p4d) | __table_flags(mm));
}
#endif

static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	WRITE_ONCE(p4d_val(*p4d), __table_pa(pud) | __table_flags(mm));
}

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	WRITE_ONCE(pud->pud, __table_pa(pmd) | __table_flags(mm));
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	WRITE_ONCE(pmd->pmd, __table_pa(pte) | __table_flags(mm));
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((((u64)pfn << PAGE_SHIFT) & PTE_PFN_MASK) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (pte_val(pte) & PTE_PFN_MASK) >> PAGE_SHIFT;
}

static __always_inline int pte_none(pte_t pte) { return __entry_none(pte_val(pte)); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_RW); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

static __always_inline int pte_present(pte_t pte)
{
	return !!(pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE));
}

/* Leaf entries: memory. */
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#include <asm-generic/pgtable-access.h>

/* ptep_try_set(), three ways. */
#if LAB_CANDIDATE == 0
/*
 * Sets the entry if it is zero. That is narrower than pte_none(), which also takes an entry with
 * stray accessed and dirty bits for empty.
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;

	return __ptep_try_replace(ptep, &found, new);
}
#elif LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#else
/*
 * Compares with the stray bits it has just read, and again with more of them if they came meanwhile: no entry that
 * pte_none() calls empty is refused for ever (arch-facts 1.14). Nothing else is due: x86 caches no "not present".
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = pte_val(ptep_get(ptep)) & _PAGE_KNL_ERRATUM_MASK;

	while (!__ptep_try_replace(ptep, &found, new))
		if (!__entry_none(found))
			return false;
	return true;
}
#endif

#endif
