/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of 32-bit arm with LPAE (long descriptors), in the kernel's terms. Written
 * from the list of bits the kernel uses, not from the description the hardware walker is generated
 * from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm-generic/pgtable-nopud.h>

#define L_PTE_VALID	(1ULL << 0)
#define L_PTE_PRESENT	(3ULL << 0)
#define L_PTE_MT_WRITEALLOC (7ULL << 2)
#define L_PTE_USER	(1ULL << 6)
#define PTE_AP2		(1ULL << 7)	/* the hardware's: nobody may write */
#define L_PTE_SHARED	(3ULL << 8)
#define L_PTE_YOUNG	(1ULL << 10)
#define PTE_EXT_NG	(1ULL << 11)
#define L_PTE_XN	(1ULL << 54)
#define L_PTE_DIRTY	(1ULL << 55)	/* this and the next two are software's */
#define L_PTE_NONE	(1ULL << 57)
#define L_PTE_RDONLY	(1ULL << 58)

#define PMD_TYPE_MASK	3ULL
#define PMD_TYPE_TABLE	3ULL
#define PMD_TYPE_SECT	1ULL

#define PTE_PFN_MASK	0x000000fffffff000ULL

#define PAGE_KERNEL	__pgprot(L_PTE_PRESENT | L_PTE_MT_WRITEALLOC | L_PTE_SHARED | L_PTE_YOUNG | \
				 L_PTE_XN | L_PTE_DIRTY)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(pgprot_val(PAGE_KERNEL) | L_PTE_USER | PTE_EXT_NG)

/* Geometry. */
#define PMD_SHIFT	21
#define PGDIR_SHIFT	30
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	512
#define PTRS_PER_PGD	4

/* The root is much smaller than the other tables. */
#define pgtable_init_table pgtable_init_table
static inline void pgtable_init_table(void *table, int level)
{
	__fill_table(table, level == PGTABLE_LEVEL_PGD ? PGD_TABLE_SIZE : PTE_TABLE_SIZE, 0);
}

/* Upper levels. */
static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!pud_val(pud); }
static __always_inline int pud_leaf(pud_t pud) { (void)pud; return 0; }
static __always_inline int pud_bad(pud_t pud) { return (pud_val(pud) & PMD_TYPE_MASK) != PMD_TYPE_TABLE; }

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!pmd_val(pmd); }
static __always_inline int pmd_leaf(pmd_t pmd) { return (pmd_val(pmd) & PMD_TYPE_MASK) == PMD_TYPE_SECT; }
static __always_inline int pmd_bad(pmd_t pmd) { return (pmd_val(pmd) & PMD_TYPE_MASK) != PMD_TYPE_TABLE; }

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(pud_val(pud) & PTE_PFN_MASK);
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & PTE_PFN_MASK);
}

#include <asm-generic/pgtable-offset.h>

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->p4d.pgd.pgd, __table_pa(pmd) | PMD_TYPE_TABLE);
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_pa(pte) | PMD_TYPE_TABLE);
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((((u64)pfn << PAGE_SHIFT) & PTE_PFN_MASK) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (unsigned long)((pte_val(pte) & PTE_PFN_MASK) >> PAGE_SHIFT);
}

static __always_inline int pte_none(pte_t pte) { return !pte_val(pte); }
static __always_inline int pte_present(pte_t pte) { return !!(pte_val(pte) & L_PTE_PRESENT); }
static __always_inline int pte_write(pte_t pte) { return !(pte_val(pte) & L_PTE_RDONLY); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & L_PTE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & L_PTE_YOUNG); }

#define pte_wrprotect pte_wrprotect
static __always_inline pte_t pte_wrprotect(pte_t pte) { return __pte(pte_val(pte) | L_PTE_RDONLY); }

/*
 * What goes into the table for an entry: software's wish not to be valid taken in, and write
 * permission only where it is dirty already.
 */
static __always_inline pte_t __pte_stored(pte_t pte)
{
	u64 raw = pte_val(pte);

	if (raw & L_PTE_NONE)
		raw &= ~L_PTE_VALID;
	if (raw & L_PTE_RDONLY || !(raw & L_PTE_DIRTY))
		raw |= PTE_AP2;
	else
		raw &= ~PTE_AP2;
	return __pte(raw);
}

/* Barrier: the entry is visible to the walkers of all CPUs, which a fence says here. */
#define dsb(option)	__atomic_thread_fence(__ATOMIC_SEQ_CST)

#define flush_cache_vmap flush_cache_vmap
static __always_inline void flush_cache_vmap(unsigned long start, unsigned long end)
{
	(void)start; (void)end;
	dsb(ishst);
}

/* Leaf entries: memory. One store of both words (strd), and no barrier. */
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	pteval_t new = pte_val(pte) ? pte_val(__pte_stored(pte)) : 0;
	pteval_t old;

	lab_entry_begin();
	old = lab_pte_exchange64(ptep, new);
	lab_pte_stored(ptep, old, new);
}

#if LAB_CANDIDATE == 2
/* ldrexd and strexd: with the generic read and store, an entry put in between would be lost. */
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#endif
#include <asm-generic/pgtable-access.h>

#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
#include <asm-generic/pgtable-try-set.h>

/*
 * A 64-bit exclusive against zero, of the value as set_pte() would store it, so that the permission the hardware reads is
 * right; then the dsb that makes it visible to walkers, since the caller may use the address at once.
 */
#define ptep_try_set ptep_try_set
static inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	bool done = __ptep_try_set_empty(ptep, __pte_stored(new));

	if (done)
		dsb(ishst);
	return done;
}

/* An address must not change its page without an invalidation between; broadcast, so interrupts may be off. */
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#define flush_tlb_before_set flush_tlb_before_set
static __always_inline void flush_tlb_before_set(unsigned long addr)
{
	flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
}
#endif

#endif
