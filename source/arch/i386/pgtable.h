/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of 32-bit x86, without and with PAE, in the kernel's terms. Written from the
 * list of bits the kernel uses, not from the description the hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#ifdef CONFIG_X86_PAE
#include <asm-generic/pgtable-nopud.h>
#include <asm-generic/pgtable-words.h>
#else
#define PTEVAL_BITS	32
#include <asm-generic/pgtable-nopmd.h>
#endif

extern struct mm_struct init_mm;
extern void cpu_relax(void);

#define _PAGE_PRESENT	0x001
#define _PAGE_RW	0x002
#define _PAGE_USER	0x004
#define _PAGE_ACCESSED	0x020
#define _PAGE_DIRTY	0x040
#define _PAGE_PSE	0x080
#define _PAGE_GLOBAL	0x100
#define _PAGE_PROTNONE	0x100	/* with PRESENT clear */

#define _KERNPG_TABLE	(_PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED | _PAGE_DIRTY)
#define _PAGE_TABLE	(_KERNPG_TABLE | _PAGE_USER)

#ifdef CONFIG_X86_PAE
#define _PAGE_NX	(1ULL << 63)
/* Bits that some processors leave behind in a not-present entry; two words are wide enough to care. */
#define _PAGE_KNL_ERRATUM_MASK	(_PAGE_ACCESSED | _PAGE_DIRTY)
#define _PAGE_STRAY	((pteval_t)_PAGE_KNL_ERRATUM_MASK)
#define PTE_PFN_MASK	0x000ffffffffff000ULL
#else
#define _PAGE_NX	0U
#define _PAGE_STRAY	0U
#define PTE_PFN_MASK	0xfffff000U
#endif

#define PAGE_KERNEL	__pgprot(_KERNPG_TABLE | _PAGE_GLOBAL | _PAGE_NX)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(_PAGE_TABLE | _PAGE_NX)

/* Geometry. */
#ifdef CONFIG_X86_PAE
#define PMD_SHIFT	21
#define PGDIR_SHIFT	30
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	512
#define PTRS_PER_PGD	4
#else
#define PGDIR_SHIFT	22
#define PTRS_PER_PTE	1024
#define PTRS_PER_PGD	1024
#endif

/* Upper levels. */
static __always_inline int pmd_none(pmd_t pmd) { return !(pmd_val(pmd) & ~_PAGE_STRAY); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_PRESENT); }

static __always_inline int pmd_leaf(pmd_t pmd)
{
	return (pmd_val(pmd) & (_PAGE_PSE | _PAGE_PRESENT)) == (_PAGE_PSE | _PAGE_PRESENT);
}

static __always_inline int pmd_bad(pmd_t pmd)
{
	pteval_t flags = pmd_val(pmd) & ~PTE_PFN_MASK & ~(pteval_t)(_PAGE_USER | _PAGE_ACCESSED);

	return flags != (_KERNPG_TABLE & ~_PAGE_ACCESSED);
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & PTE_PFN_MASK);
}

#ifdef CONFIG_X86_PAE
/* Four entries that know no permissions: the bits of those are reserved here. */
static __always_inline int pud_none(pud_t pud) { return !(pud_val(pud) & ~_PAGE_STRAY); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & _PAGE_PRESENT); }
static __always_inline int pud_leaf(pud_t pud) { (void)pud; return 0; }

static __always_inline int pud_bad(pud_t pud)
{
	return (pud_val(pud) & ~PTE_PFN_MASK & ~(pteval_t)_PAGE_USER) != _PAGE_PRESENT;
}

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(pud_val(pud) & PTE_PFN_MASK);
}
#endif

/* The root of PAE is much smaller than the other tables. */
#define pgtable_init_table pgtable_init_table
static inline void pgtable_init_table(void *table, int level)
{
	__fill_table(table, level == PGTABLE_LEVEL_PGD ? PGD_TABLE_SIZE : PTE_TABLE_SIZE, 0);
}

#include <asm-generic/pgtable-offset.h>

static __always_inline pteval_t __table_flags(struct mm_struct *mm)
{
	return mm == &init_mm ? _KERNPG_TABLE : _PAGE_TABLE;
}

#ifdef CONFIG_X86_PAE
static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->p4d.pgd.pgd, __table_pa(pmd) | _PAGE_PRESENT);
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	WRITE_ONCE(pmd->pmd, __table_pa(pte) | __table_flags(mm));
}
#else
static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	WRITE_ONCE(pmd->pud.p4d.pgd.pgd, (pteval_t)__table_pa(pte) | __table_flags(mm));
}
#endif

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((((u64)pfn << PAGE_SHIFT) & PTE_PFN_MASK) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (unsigned long)((pte_val(pte) & PTE_PFN_MASK) >> PAGE_SHIFT);
}

static __always_inline int pte_none(pte_t pte) { return !(pte_val(pte) & ~_PAGE_STRAY); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_RW); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

static __always_inline int pte_present(pte_t pte)
{
	return !!(pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE));
}

/* Leaf entries: memory. */
#ifdef CONFIG_X86_PAE
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	lab_pte_set_words(ptep, pte_val(pte));
}

#define pte_clear pte_clear
static __always_inline void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	(void)mm; (void)addr;
	lab_pte_clear_words(ptep);
}

/*
 * A 64-bit load takes two instructions, so that what it gives may never have been in the entry. The
 * careful form looks at the low word again, as ptep_get_lockless() does; what comes with the right
 * candidate for all who look at the entries of the arena.
 */
#define ptep_get ptep_get
static __always_inline pte_t ptep_get(pte_t *ptep)
{
	u64 low, high;

	for (;;) {
		lab_access_point();
		low = lab_pte_word(ptep, LAB_LOW_WORD);
		high = lab_pte_word(ptep, LAB_HIGH_WORD);
		if (LAB_CANDIDATE != 2 || low == lab_pte_word(ptep, LAB_LOW_WORD))
			return __pte(high << 32 | low);
		cpu_relax();
	}
}
#endif

#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#include <asm-generic/pgtable-access.h>

#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2 && defined(CONFIG_X86_PAE)
/*
 * cmpxchg8b of the whole entry, so that no half of it is ever there alone; and against the value that
 * was read if that is none, since stray accessed and dirty bits must not keep an empty entry empty.
 */
#define ptep_try_set ptep_try_set
static inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = pte_val(ptep_get(ptep));
	bool done;

	do {
		if (!pte_none(__pte(found))) {
			lab_entry_begin();
			lab_pte_try_set_result(ptep, found, pte_val(new), false);
			return false;
		}
		done = __ptep_try_replace(ptep, &found, new);
	} while (!done && pte_none(__pte(found)));
	return done;
}
#else
/*
 * As merged: on a `long`, which has 32 bits here. With 32-bit entries that is all there is, and right
 * (also as the right candidate). With PAE it is the low word alone: NX and the address above 4 GiB are lost.
 */
#define ptep_try_set ptep_try_set
static inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	u32 found = 0;
	u64 high = 0;
	bool done;

	lab_entry_begin();
	done = __atomic_compare_exchange_n((u32 *)ptep, &found, (u32)pte_val(new), 0, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
#ifdef CONFIG_X86_PAE
	high = lab_pte_word(ptep, LAB_HIGH_WORD) << 32;
#endif
	lab_pte_try_set_result(ptep, high | found, high | (u32)pte_val(new), done);
	return done;
}
#endif

#endif
