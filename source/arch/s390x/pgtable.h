/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of s390x with a region-third or a region-second table as root, which makes
 * three or four levels (CONFIG_PGTABLE_LEVELS), in the kernel's terms. Written from the list of bits
 * the kernel uses, not from the description the hardware walker is generated from. The root's entries
 * are pud_t or p4d_t seen through the folded levels above.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#if CONFIG_PGTABLE_LEVELS == 4
#include <asm-generic/pgtable-nop4d.h>
#else
#include <asm-generic/pgtable-nopud.h>
#endif

/* Hardware bits of a page. */
#define _PAGE_NOEXEC		0x100ULL
#define _PAGE_PROTECT		0x200ULL
#define _PAGE_INVALID		0x400ULL

/* Software bits of a page. */
#define _PAGE_PRESENT		0x001ULL
#define _PAGE_YOUNG		0x004ULL
#define _PAGE_DIRTY		0x008ULL
#define _PAGE_READ		0x010ULL
#define _PAGE_WRITE		0x020ULL

/* An empty entry is invalid; zero would map frame 0. */
#define _PAGE_EMPTY		_PAGE_INVALID

#define _REGION_ENTRY_ORIGIN	(~0xfffULL)
#define _REGION_ENTRY_INVALID	0x20ULL
#define _REGION_ENTRY_TYPE_R2	0x08ULL
#define _REGION_ENTRY_TYPE_R3	0x04ULL
#define _REGION_ENTRY_LENGTH	0x03ULL
#define _REGION2_ENTRY		(_REGION_ENTRY_TYPE_R2 | _REGION_ENTRY_LENGTH)
#define _REGION2_ENTRY_EMPTY	(_REGION_ENTRY_TYPE_R2 | _REGION_ENTRY_INVALID)
#define _REGION3_ENTRY		(_REGION_ENTRY_TYPE_R3 | _REGION_ENTRY_LENGTH)
#define _REGION3_ENTRY_EMPTY	(_REGION_ENTRY_TYPE_R3 | _REGION_ENTRY_INVALID)
#define _REGION3_ENTRY_LARGE	0x400ULL

#define _SEGMENT_ENTRY_ORIGIN	(~0x7ffULL)
#define _SEGMENT_ENTRY_INVALID	0x20ULL
#define _SEGMENT_ENTRY		0ULL
#define _SEGMENT_ENTRY_EMPTY	_SEGMENT_ENTRY_INVALID
#define _SEGMENT_ENTRY_LARGE	0x400ULL

#define PTE_PFN_MASK		(~0xfffULL)

#define PAGE_KERNEL		__pgprot(_PAGE_PRESENT | _PAGE_READ | _PAGE_WRITE | _PAGE_YOUNG | \
					 _PAGE_DIRTY | _PAGE_NOEXEC)
/* The same bits: user space has its own tables. Born young and dirty, so not invalid. */
#define PAGE_SHARED		PAGE_KERNEL

/* Geometry. */
#define PMD_SHIFT	20
#define PTRS_PER_PTE	256
#define PTRS_PER_PMD	2048
#define PTRS_PER_PGD	2048
#if CONFIG_PGTABLE_LEVELS == 4
#define PUD_SHIFT	31
#define PGDIR_SHIFT	42
#define PTRS_PER_PUD	2048
#define _PGD_ENTRY_EMPTY	_REGION2_ENTRY_EMPTY
#else
#define PGDIR_SHIFT	31
#define _PGD_ENTRY_EMPTY	_REGION3_ENTRY_EMPTY
#endif

/* Fills a new table with empty entries, which differ by level. */
#define pgtable_init_table pgtable_init_table
static inline void pgtable_init_table(void *table, int level)
{
	unsigned long entries = level == PGTABLE_LEVEL_PTE ? PTRS_PER_PTE : PTRS_PER_PMD;
	u64 empty = level == PGTABLE_LEVEL_PTE ? _PAGE_EMPTY :
		    level == PGTABLE_LEVEL_PMD ? _SEGMENT_ENTRY_EMPTY :
		    level == PGTABLE_LEVEL_PUD ? _REGION3_ENTRY_EMPTY : _PGD_ENTRY_EMPTY;
	u64 *entry = table;

	for (unsigned long i = 0; i < entries; i++)
		entry[i] = empty;
}

/* Upper levels. */
#if CONFIG_PGTABLE_LEVELS == 4
static __always_inline int p4d_none(p4d_t p4d) { return p4d_val(p4d) == _REGION2_ENTRY_EMPTY; }

static __always_inline int p4d_present(p4d_t p4d)
{
	return !(p4d_val(p4d) & _REGION_ENTRY_INVALID);
}

static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline int p4d_bad(p4d_t p4d)
{
	return (p4d_val(p4d) & ~_REGION_ENTRY_ORIGIN) != _REGION2_ENTRY;
}

static __always_inline pud_t *p4d_pgtable(p4d_t p4d)
{
	return (pud_t *)__table_va(p4d_val(p4d) & _REGION_ENTRY_ORIGIN);
}
#endif

static __always_inline int pud_none(pud_t pud) { return pud_val(pud) == _REGION3_ENTRY_EMPTY; }

static __always_inline int pud_present(pud_t pud)
{
	return !(pud_val(pud) & _REGION_ENTRY_INVALID);
}

static __always_inline int pud_leaf(pud_t pud)
{
	return pud_present(pud) && pud_val(pud) & _REGION3_ENTRY_LARGE;
}

static __always_inline int pud_bad(pud_t pud)
{
	return (pud_val(pud) & ~_REGION_ENTRY_ORIGIN) != _REGION3_ENTRY;
}

static __always_inline int pmd_none(pmd_t pmd) { return pmd_val(pmd) == _SEGMENT_ENTRY_EMPTY; }

static __always_inline int pmd_present(pmd_t pmd)
{
	return !(pmd_val(pmd) & _SEGMENT_ENTRY_INVALID);
}

static __always_inline int pmd_leaf(pmd_t pmd)
{
	return pmd_present(pmd) && pmd_val(pmd) & _SEGMENT_ENTRY_LARGE;
}

static __always_inline int pmd_bad(pmd_t pmd)
{
	return (pmd_val(pmd) & ~_SEGMENT_ENTRY_ORIGIN) != _SEGMENT_ENTRY;
}

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(pud_val(pud) & _REGION_ENTRY_ORIGIN);
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & _SEGMENT_ENTRY_ORIGIN);
}

#include <asm-generic/pgtable-offset.h>

#if CONFIG_PGTABLE_LEVELS == 4
static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm;
	WRITE_ONCE(p4d_val(*p4d), __table_pa(pud) | _REGION2_ENTRY);
}
#endif

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud_val(*pud), __table_pa(pmd) | _REGION3_ENTRY);
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_pa(pte) | _SEGMENT_ENTRY);
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

static __always_inline int pte_none(pte_t pte) { return pte_val(pte) == _PAGE_EMPTY; }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_YOUNG); }

/* A software bit, whatever the hardware makes of the entry. */
static __always_inline int pte_present(pte_t pte) { return !!(pte_val(pte) & _PAGE_PRESENT); }

/* Leaf entries: memory. */
#define ptep_get_and_clear ptep_get_and_clear
#include <asm-generic/pgtable-access.h>

/*
 * IPTE: one instruction that marks the entry invalid (the rest of it stays) and takes the
 * translation of addr from the TLBs of all CPUs.
 */
extern void lab_ipte(void *ptep, unsigned long addr);

#if LAB_CANDIDATE != 2
/*
 * Not atomic: reads; has a valid entry invalidated and flushed; then stores the empty value,
 * whatever the entry holds by then. In between it is invalid but not none.
 */
static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
						pte_t *ptep)
{
	pte_t pte = ptep_get(ptep);

	(void)mm;
	if (!(pte_val(pte) & _PAGE_INVALID))
		lab_ipte(ptep, addr);
	set_pte(ptep, __pte(_PAGE_EMPTY));
	return pte;
}
#endif

/* ptep_try_set(): upstream has the stub of linux/pgtable.h. */
#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
/*
 * Empty is 0x400 here and zero is a mapping, so that is what it compares with. An invalid entry is never in a TLB:
 * nothing is due afterwards.
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = _PAGE_EMPTY;

	return __ptep_try_replace(ptep, &found, new);
}

/*
 * An unconditional store at the end would wipe out what others install. Instead the entry is left alone if it is empty, and
 * taken only as it was read and marked: IPTE leaves "invalid but not none", which no ptep_try_set() replaces.
 */
static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
						pte_t *ptep)
{
	(void)mm;
	for (;;) {
		pte_t pte = ptep_get(ptep);
		pteval_t found = pte_val(pte) | _PAGE_INVALID;

		if (pte_none(pte))
			return pte;
		if (!(pte_val(pte) & _PAGE_INVALID))
			lab_ipte(ptep, addr);
		if (__ptep_try_replace(ptep, &found, __pte(_PAGE_EMPTY)))
			return pte;
	}
}

/*
 * A page may only follow another one when no TLB has the old one (break before make): whose mark it was that the clear
 * found, its IPTE may not be through. IDTE on the kernel's space is, and may run with interrupts off.
 */
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#define flush_tlb_before_set flush_tlb_before_set
static __always_inline void flush_tlb_before_set(unsigned long addr)
{
	flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
}
#endif

#endif
