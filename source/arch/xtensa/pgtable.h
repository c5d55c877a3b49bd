/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of xtensa, in the kernel's terms. Written from the list of bits the kernel
 * uses, not from the description the hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#define PTEVAL_BITS	32
#include <asm-generic/pgtable-nopmd.h>

#define _PAGE_HW_EXEC	(1U << 0)
#define _PAGE_HW_WRITE	(1U << 1)
#define _PAGE_CA_WB	(1U << 2)	/* cache attribute: write-back */
#define _PAGE_CA_MASK	(3U << 2)
#define _PAGE_CA_INVALID (3U << 2)
#define _PAGE_ATTRIB	0xfU		/* cache attribute and the two bits below */
#define _PAGE_NONE	0xfU		/* there, but nobody may use it */
#define _PAGE_USER	(1U << 4)
#define _PAGE_WRITABLE	(1U << 6)	/* this and the next two are software's */
#define _PAGE_DIRTY	(1U << 7)
#define _PAGE_ACCESSED	(1U << 8)

#define _PAGE_PRESENT	(_PAGE_CA_WB | _PAGE_ACCESSED)

/* An empty entry is an invalid cache attribute of the user; zero would map frame 0 uncached. */
#define _PAGE_EMPTY	(_PAGE_CA_INVALID | _PAGE_USER)

#define PTE_PFN_MASK	0xfffff000U

/* The kernel's have none of the software bits for writing: nobody asks. */
#define PAGE_KERNEL	__pgprot(_PAGE_PRESENT | _PAGE_HW_WRITE)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(_PAGE_PRESENT | _PAGE_HW_WRITE | _PAGE_USER | _PAGE_WRITABLE | \
				 _PAGE_DIRTY)

/* Geometry. */
#define PGDIR_SHIFT	22
#define PTRS_PER_PTE	1024
#define PTRS_PER_PGD	1024

#define pgtable_init_table pgtable_init_table
static inline void pgtable_init_table(void *table, int level)
{
	__fill_table(table, PTE_TABLE_SIZE, level == PGTABLE_LEVEL_PTE ? _PAGE_EMPTY : 0);
}

/* The root, seen as pmd: bare addresses of tables, in the kernel's own address space. */
static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & PTE_PFN_MASK); }
static __always_inline int pmd_bad(pmd_t pmd) { return !!(pmd_val(pmd) & ~PTE_PFN_MASK); }
static __always_inline int pmd_leaf(pmd_t pmd) { (void)pmd; return 0; }

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return pmd_val(pmd) & PTE_PFN_MASK;
}

#include <asm-generic/pgtable-offset.h>

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pud.p4d.pgd.pgd, (u32)(unsigned long)pte);
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

static __always_inline int pte_none(pte_t pte) { return pte_val(pte) == _PAGE_EMPTY; }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITABLE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

static __always_inline int pte_present(pte_t pte)
{
	return (pte_val(pte) & _PAGE_CA_MASK) != _PAGE_CA_INVALID ||
	       (pte_val(pte) & _PAGE_ATTRIB) == _PAGE_NONE;
}

#define pte_wrprotect pte_wrprotect
static __always_inline pte_t pte_wrprotect(pte_t pte)
{
	return __pte(pte_val(pte) & ~(_PAGE_WRITABLE | _PAGE_HW_WRITE));
}

/*
 * Where the data cache could hold a line under another colour than the walker's, the store is written
 * back. Caches are not modelled, so that is a fence here.
 */
static __always_inline void __dhwb(pte_t *ptep)
{
	(void)ptep;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Leaf entries: memory. A clear takes two steps. */
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	pteval_t old;

	lab_entry_begin();
	old = (pteval_t)lab_pte_exchange32(ptep, pte_val(pte));
	lab_pte_stored(ptep, old, pte_val(pte));
	__dhwb(ptep);
}

#if LAB_CANDIDATE == 2
/* By s32c1i: with a read and a store, an entry put in between would be lost. */
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#endif
#include <asm-generic/pgtable-access.h>

#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
#include <asm-generic/pgtable-try-set.h>

/*
 * s32c1i on the entry's own 32 bits against 0x1c, the one value that is none; zero is never there, and would be a mapping.
 * Then the line is written back, as set_pte() does, or the walker may read the old one.
 */
#define ptep_try_set ptep_try_set
static inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	bool done = __ptep_try_set_empty(ptep, new);

	if (done)
		__dhwb(ptep);
	return done;
}
#endif

#endif
