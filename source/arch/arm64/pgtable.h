/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of arm64 for any page size (PAGE_SHIFT), width of virtual addresses
 * (CONFIG_ARM64_VA_BITS) and 48 or 52 bits of physical address (CONFIG_ARM64_PA_BITS), in the
 * kernel's terms. Written from the list of bits the kernel uses, not from the description the
 * hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm/lab_arch.h>	/* PAGE_SHIFT and PHYS_OFFSET only */

/* A table fills a page and the root has what is left, so their number follows. */
#define ARM64_TABLE_BITS	(PAGE_SHIFT - 3)
#define CONFIG_PGTABLE_LEVELS	((CONFIG_ARM64_VA_BITS - 4) / ARM64_TABLE_BITS)

#if CONFIG_PGTABLE_LEVELS == 5
#include <asm-generic/pgtable-types.h>
#elif CONFIG_PGTABLE_LEVELS == 4
#include <asm-generic/pgtable-nop4d.h>
#elif CONFIG_PGTABLE_LEVELS == 3
#include <asm-generic/pgtable-nopud.h>
#else
#include <asm-generic/pgtable-nopmd.h>
#endif

#define PTE_VALID		(1ULL << 0)
#define PTE_TYPE_PAGE		(3ULL << 0)
#define PTE_USER		(1ULL << 6)
#define PTE_RDONLY		(1ULL << 7)
#define PTE_AF			(1ULL << 10)
#define PTE_NG			(1ULL << 11)
#define PTE_PRESENT_INVALID	PTE_NG		/* with VALID clear */
#define PTE_DBM			(1ULL << 51)
#define PTE_WRITE		PTE_DBM
#define PTE_PXN			(1ULL << 53)
#define PTE_UXN			(1ULL << 54)
#define PTE_DIRTY		(1ULL << 55)	/* for software */

#define TABLE_TYPE_MASK		3ULL
#define TABLE_TYPE_TABLE	3ULL
#define TABLE_TYPE_BLOCK	1ULL

/* Address bits above 49 of a 52-bit address take the place of the shareability. */
#define PTE_ADDR_LOW		(0x0003ffffffffffffULL >> PAGE_SHIFT << PAGE_SHIFT)
#if CONFIG_ARM64_PA_BITS == 52
#define PTE_SHARED		0ULL		/* for all of memory, in the control register */
#define PTE_ADDR_HIGH		(3ULL << 8)
#define PTE_ADDR_HIGH_SHIFT	42
#else
#define PTE_SHARED		(3ULL << 8)	/* inner shareable */
#define PTE_ADDR_HIGH		0ULL
#define PTE_ADDR_HIGH_SHIFT	0
#endif

#define _PROT_DEFAULT		(PTE_TYPE_PAGE | PTE_AF | PTE_SHARED)

#define PAGE_KERNEL		__pgprot(_PROT_DEFAULT | PTE_PXN | PTE_UXN | PTE_WRITE | PTE_DIRTY)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED		__pgprot(_PROT_DEFAULT | PTE_USER | PTE_NG | PTE_PXN | PTE_UXN | \
					 PTE_WRITE | PTE_DIRTY)

/* Geometry. */
#define ARM64_LEVEL_SHIFT(n)	(PAGE_SHIFT + (n) * ARM64_TABLE_BITS)	/* n levels above the pte */

#define PGDIR_SHIFT	ARM64_LEVEL_SHIFT(CONFIG_PGTABLE_LEVELS - 1)
#define PTRS_PER_PGD	(1UL << (CONFIG_ARM64_VA_BITS - PGDIR_SHIFT))
#define PTRS_PER_PTE	(1UL << ARM64_TABLE_BITS)
#if CONFIG_PGTABLE_LEVELS > 2
#define PMD_SHIFT	ARM64_LEVEL_SHIFT(1)
#define PTRS_PER_PMD	PTRS_PER_PTE
#endif
#if CONFIG_PGTABLE_LEVELS > 3
#define PUD_SHIFT	ARM64_LEVEL_SHIFT(2)
#define PTRS_PER_PUD	PTRS_PER_PTE
#endif
#if CONFIG_PGTABLE_LEVELS > 4
#define P4D_SHIFT	ARM64_LEVEL_SHIFT(3)
#define PTRS_PER_P4D	PTRS_PER_PTE
#endif

/* Upper levels. */
static __always_inline u64 __entry_to_phys(u64 raw)
{
	return (raw & PTE_ADDR_LOW) | (raw & PTE_ADDR_HIGH) << PTE_ADDR_HIGH_SHIFT;
}

static __always_inline u64 __phys_to_entry(u64 phys)
{
	return (phys & PTE_ADDR_LOW) | (phys >> PTE_ADDR_HIGH_SHIFT & PTE_ADDR_HIGH);
}

static __always_inline u64 __table_entry(void *table)
{
	return __phys_to_entry(__table_pa(table)) | TABLE_TYPE_TABLE;
}

static __always_inline bool __entry_table(u64 raw)
{
	return (raw & TABLE_TYPE_MASK) == TABLE_TYPE_TABLE;
}

static __always_inline bool __entry_leaf(u64 raw)
{
	return (raw & TABLE_TYPE_MASK) == TABLE_TYPE_BLOCK;
}

#if CONFIG_PGTABLE_LEVELS > 4
static __always_inline int pgd_none(pgd_t pgd) { return !pgd_val(pgd); }
static __always_inline int pgd_present(pgd_t pgd) { return !!(pgd_val(pgd) & PTE_VALID); }
static __always_inline int pgd_bad(pgd_t pgd) { return !__entry_table(pgd_val(pgd)); }
static __always_inline int pgd_leaf(pgd_t pgd) { (void)pgd; return 0; }

static __always_inline p4d_t *pgd_pgtable(pgd_t pgd)
{
	return (p4d_t *)__table_va(__entry_to_phys(pgd_val(pgd)));
}
#endif

#if CONFIG_PGTABLE_LEVELS > 3
static __always_inline int p4d_none(p4d_t p4d) { return !p4d_val(p4d); }
static __always_inline int p4d_present(p4d_t p4d) { return !!(p4d_val(p4d) & PTE_VALID); }
static __always_inline int p4d_bad(p4d_t p4d) { return !__entry_table(p4d_val(p4d)); }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline pud_t *p4d_pgtable(p4d_t p4d)
{
	return (pud_t *)__table_va(__entry_to_phys(p4d_val(p4d)));
}
#endif

#if CONFIG_PGTABLE_LEVELS > 2
static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & PTE_VALID); }
static __always_inline int pud_bad(pud_t pud) { return !__entry_table(pud_val(pud)); }
static __always_inline int pud_leaf(pud_t pud) { return __entry_leaf(pud_val(pud)); }

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(__entry_to_phys(pud_val(pud)));
}
#endif

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & PTE_VALID); }
static __always_inline int pmd_bad(pmd_t pmd) { return !__entry_table(pmd_val(pmd)); }
static __always_inline int pmd_leaf(pmd_t pmd) { return __entry_leaf(pmd_val(pmd)); }

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(__entry_to_phys(pmd_val(pmd)));
}

#include <asm-generic/pgtable-offset.h>

#if CONFIG_PGTABLE_LEVELS > 4
static __always_inline void pgd_populate(struct mm_struct *mm, pgd_t *pgd, p4d_t *p4d)
{
	(void)mm;
	WRITE_ONCE(pgd_val(*pgd), __table_entry(p4d));
}
#endif

#if CONFIG_PGTABLE_LEVELS > 3
static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm;
	WRITE_ONCE(p4d_val(*p4d), __table_entry(pud));
}
#endif

#if CONFIG_PGTABLE_LEVELS > 2
static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud_val(*pud), __table_entry(pmd));
}
#endif

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd_val(*pmd), __table_entry(pte));
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte(__phys_to_entry((u64)pfn << PAGE_SHIFT) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return __entry_to_phys(pte_val(pte)) >> PAGE_SHIFT;
}

static __always_inline int pte_none(pte_t pte) { return !pte_val(pte); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & PTE_WRITE); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & PTE_AF); }

static __always_inline int pte_valid(pte_t pte) { return !!(pte_val(pte) & PTE_VALID); }

static __always_inline int pte_present(pte_t pte)
{
	return !!(pte_val(pte) & (PTE_VALID | PTE_PRESENT_INVALID));
}

/* Dirty for software, or written through an entry that started read-only. */
static __always_inline int pte_dirty(pte_t pte)
{
	return pte_val(pte) & PTE_DIRTY || (pte_write(pte) && !(pte_val(pte) & PTE_RDONLY));
}

static __always_inline int pte_valid_not_user(pte_t pte)
{
	return (pte_val(pte) & (PTE_VALID | PTE_USER | PTE_UXN)) == (PTE_VALID | PTE_UXN);
}

/*
 * Barriers. dsb(ishst): the entry is visible to the walkers of all CPUs, which a fence says here,
 * where memory is sequentially consistent. isb(): this CPU's pipeline forgets an "invalid" that it
 * found ahead of time.
 */
extern void lab_isb(void);

#define dsb(option)	__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define isb()		lab_isb()

static __always_inline void emit_pte_barriers(void)
{
	dsb(ishst);
	isb();
}

/* Only kernel entries get the barriers; user space can take a spurious fault. */
static __always_inline void __set_pte_complete(pte_t pte)
{
	if (pte_valid_not_user(pte))
		emit_pte_barriers();
}

/* Leaf entries: memory. A store is what it is in pgtable-access.h, and then the barriers. */
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	u64 old;

	lab_entry_begin();
	old = lab_pte_exchange64(ptep, pte_val(pte));
	lab_pte_stored(ptep, old, pte_val(pte));
	__set_pte_complete(pte);
}

/* flush_cache_vmap() has nothing to do: the barriers of set_pte() have done what is needed. */
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#include <asm-generic/pgtable-access.h>

/*
 * ptep_try_set(), three ways. Upstream has it with CONTPTE only (arch-facts 1.5), else the stub of
 * linux/pgtable.h.
 */
#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2 || defined(CONFIG_ARM64_CONTPTE)
#define ptep_try_set ptep_try_set
#if LAB_CANDIDATE == 0
/*
 * Sets the entry if it is zero, which is what pte_none() tests here. LAB_TRY_SET_NO_BARRIER gives
 * the first merged form, without the barriers.
 */
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;
	bool done = __ptep_try_replace(ptep, &found, new);

#ifndef LAB_TRY_SET_NO_BARRIER
	if (done)
		__set_pte_complete(new);
#endif
	return done;
}
#else
/*
 * The same with its barriers, whatever a variant asks for and with or without CONTPTE: an access after it must not take
 * the fault that the pipeline foresaw (arch-facts 3.3).
 */
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;

	if (!__ptep_try_replace(ptep, &found, new))
		return false;
	__set_pte_complete(new);
	return true;
}
#endif

/*
 * Break before make: a live entry was just cleared, and no TLB may have it when the next page is set. A broadcast
 * invalidate of one page, allowed with interrupts off.
 */
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#define flush_tlb_before_set flush_tlb_before_set
static __always_inline void flush_tlb_before_set(unsigned long addr)
{
	flush_tlb_kernel_range(addr, addr + (1UL << PAGE_SHIFT));
}
#endif

#endif
