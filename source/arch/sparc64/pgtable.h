/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of sparc64, in the kernel's terms: the sun4v format, or that of sun4u
 * (LAB_SPARC_SUN4U; the kernel patches itself at boot). Written from the list of bits the kernel
 * uses, not from the description the hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm-generic/pgtable-nop4d.h>

#define _PAGE_VALID		(1ULL << 63)
#define _PAGE_PMD_HUGE		(1ULL << 56)

#ifdef LAB_SPARC_SUN4U
#define _PAGE_EXEC		0x1000ULL
#define _PAGE_MODIFIED		0x0800ULL
#define _PAGE_ACCESSED		0x0400ULL
#define _PAGE_READ		0x0200ULL
#define _PAGE_WRITE		0x0100ULL
#define _PAGE_PRESENT		0x0080ULL
#define _PAGE_CACHE		0x0030ULL	/* CP and CV */
#define _PAGE_P			0x0004ULL	/* privileged */
#define _PAGE_W			0x0002ULL	/* hardware lets stores through */
#define _PAGE_PADDR		0x000007ffffffe000ULL
#else
#define _PAGE_MODIFIED		(1ULL << 61)
#define _PAGE_ACCESSED		(1ULL << 60)
#define _PAGE_READ		(1ULL << 59)
#define _PAGE_WRITE		(1ULL << 58)
#define _PAGE_CACHE		0x0600ULL	/* CP and CV */
#define _PAGE_P			0x0100ULL	/* privileged */
#define _PAGE_EXEC		0x0080ULL
#define _PAGE_W			0x0040ULL	/* hardware lets stores through */
#define _PAGE_PRESENT		0x0010ULL
#define _PAGE_PADDR		0x00ffffffffffe000ULL
#endif

/* Born accessed and dirty. */
#define PAGE_SHARED	__pgprot(_PAGE_VALID | _PAGE_PRESENT | _PAGE_READ | _PAGE_WRITE | _PAGE_EXEC | \
				 _PAGE_ACCESSED | _PAGE_MODIFIED | _PAGE_CACHE | _PAGE_W)
#define PAGE_KERNEL	__pgprot(pgprot_val(PAGE_SHARED) | _PAGE_P)

/* Geometry: every table is one page of 8 KiB. */
#define PTRS_PER_PTE	1024
#define PTRS_PER_PMD	1024
#define PTRS_PER_PUD	1024
#define PTRS_PER_PGD	1024
#define PMD_SHIFT	23
#define PUD_SHIFT	33
#define PGDIR_SHIFT	43

/* Upper levels: the physical address of the next table, and nothing else. */
static __always_inline int p4d_none(p4d_t p4d) { return !p4d_val(p4d); }
static __always_inline int p4d_present(p4d_t p4d) { return !!p4d_val(p4d); }
static __always_inline int p4d_bad(p4d_t p4d) { return !!(p4d_val(p4d) & ~PAGE_MASK); }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!pud_val(pud); }
static __always_inline int pud_bad(pud_t pud) { return !!(pud_val(pud) & ~PAGE_MASK); }
static __always_inline int pud_leaf(pud_t pud) { return !!(pud_val(pud) & _PAGE_PMD_HUGE); }

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!pmd_val(pmd); }
static __always_inline int pmd_bad(pmd_t pmd) { return !!(pmd_val(pmd) & ~PAGE_MASK); }
static __always_inline int pmd_leaf(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_PMD_HUGE); }

static __always_inline pud_t *p4d_pgtable(p4d_t p4d) { return (pud_t *)__table_va(p4d_val(p4d)); }
static __always_inline pmd_t *pud_pgtable(pud_t pud) { return (pmd_t *)__table_va(pud_val(pud)); }
static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd) { return __table_va(pmd_val(pmd)); }

#include <asm-generic/pgtable-offset.h>

static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm;
	WRITE_ONCE(p4d->pgd.pgd, __table_pa(pud));
}

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->pud, __table_pa(pmd));
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_pa(pte));
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((((u64)pfn << PAGE_SHIFT) & _PAGE_PADDR) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (pte_val(pte) & _PAGE_PADDR) >> PAGE_SHIFT;
}

static __always_inline int pte_none(pte_t pte) { return !pte_val(pte); }
static __always_inline int pte_present(pte_t pte) { return !!(pte_val(pte) & _PAGE_PRESENT); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_MODIFIED); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

/*
 * Leaf entries: memory. Entries of init_mm are stored and nothing more: the flush of a kernel range
 * purges the TSB and the TLBs. The generic ptep_get_and_clear() is not atomic.
 */
#if LAB_CANDIDATE == 2
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#endif
#include <asm-generic/pgtable-access.h>

/* ptep_try_set(): upstream has the stub of linux/pgtable.h. */
#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
/*
 * casx against zero, and no more: only valid entries get into the TSB and the TLB, so nobody can
 * remember that there was none. The clear has to be a casx too.
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;

	return __ptep_try_replace(ptep, &found, new);
}

/*
 * The old page must not come back from the TSB, which is plain memory, so that much can be done here.
 * The other TLBs would take a cross call: they keep the old page until the flush of whoever frees it.
 */
extern void lab_purge_tsb(unsigned long addr);
extern void local_flush_tlb_page(unsigned long addr);

#define flush_tlb_before_set flush_tlb_before_set
static __always_inline void flush_tlb_before_set(unsigned long addr)
{
	lab_purge_tsb(addr);
	local_flush_tlb_page(addr);
}
#endif

#endif
