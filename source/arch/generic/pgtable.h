/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of the lab's own plain machine: what an architecture has that leaves
 * everything to the generic helpers. Written from the list of bits below, not from the description
 * the hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm-generic/pgtable-nop4d.h>

#define _PAGE_VALID	0x01ULL
#define _PAGE_WRITE	0x02ULL
#define _PAGE_USER	0x04ULL
#define _PAGE_ACCESSED	0x08ULL	/* for software */
#define _PAGE_DIRTY	0x10ULL	/* for software */
#define _PAGE_LEAF	0x20ULL	/* maps memory, on any level */

#define _PAGE_TABLE	_PAGE_VALID

#define PTE_PFN_MASK	0x000ffffffffff000ULL

#define PAGE_KERNEL	__pgprot(_PAGE_VALID | _PAGE_WRITE | _PAGE_ACCESSED | _PAGE_DIRTY | \
				 _PAGE_LEAF)
#define PAGE_SHARED	__pgprot(_PAGE_VALID | _PAGE_WRITE | _PAGE_USER | _PAGE_ACCESSED | \
				 _PAGE_DIRTY | _PAGE_LEAF)

/* Geometry. */
#define PMD_SHIFT	21
#define PUD_SHIFT	30
#define PGDIR_SHIFT	39
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	512
#define PTRS_PER_PUD	512
#define PTRS_PER_PGD	512

/* Upper levels. */
static __always_inline bool __entry_leaf(u64 raw)
{
	return (raw & (_PAGE_VALID | _PAGE_LEAF)) == (_PAGE_VALID | _PAGE_LEAF);
}

static __always_inline bool __entry_bad(u64 raw)
{
	return (raw & ~PTE_PFN_MASK) != _PAGE_TABLE;
}

static __always_inline int p4d_none(p4d_t p4d) { return !p4d_val(p4d); }
static __always_inline int p4d_present(p4d_t p4d) { return !!(p4d_val(p4d) & _PAGE_VALID); }
static __always_inline int p4d_bad(p4d_t p4d) { return __entry_bad(p4d_val(p4d)); }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & _PAGE_VALID); }
static __always_inline int pud_bad(pud_t pud) { return __entry_bad(pud_val(pud)); }
static __always_inline int pud_leaf(pud_t pud) { return __entry_leaf(pud_val(pud)); }

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_VALID); }
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

static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm;
	WRITE_ONCE(p4d_val(*p4d), __table_pa(pud) | _PAGE_TABLE);
}

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->pud, __table_pa(pmd) | _PAGE_TABLE);
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_pa(pte) | _PAGE_TABLE);
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

static __always_inline int pte_none(pte_t pte) { return !pte_val(pte); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

static __always_inline int pte_present(pte_t pte)
{
	return !!(pte_val(pte) & _PAGE_VALID);
}

/*
 * Leaf entries: memory. All from the generic helpers, so ptep_get_and_clear() is not atomic, and
 * ptep_try_set() is the stub of linux/pgtable.h; but for the candidate that is right.
 */
#if LAB_CANDIDATE == 2
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#endif
#include <asm-generic/pgtable-access.h>

#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
/*
 * Empty is zero and nothing is cached of it, so one compare is enough. The clear has to be one step too, or it wipes out
 * what comes in between its read and its store.
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;

	return __ptep_try_replace(ptep, &found, new);
}
#endif

#endif
