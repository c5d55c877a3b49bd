/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of arm64 with 4 KiB pages and 48-bit addresses, in the kernel's terms.
 * Written from the list of bits the kernel uses, not from the description the hardware walker is
 * generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm-generic/pgtable-nop4d.h>

#define PTE_VALID		(1ULL << 0)
#define PTE_TYPE_PAGE		(3ULL << 0)
#define PTE_USER		(1ULL << 6)
#define PTE_RDONLY		(1ULL << 7)
#define PTE_SHARED		(3ULL << 8)	/* inner shareable */
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

#define PTE_ADDR_MASK		0x0003fffffffff000ULL

#define _PROT_DEFAULT		(PTE_TYPE_PAGE | PTE_AF | PTE_SHARED)

#define PAGE_KERNEL		__pgprot(_PROT_DEFAULT | PTE_PXN | PTE_UXN | PTE_WRITE | PTE_DIRTY)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED		__pgprot(_PROT_DEFAULT | PTE_USER | PTE_NG | PTE_PXN | PTE_UXN | \
					 PTE_WRITE | PTE_DIRTY)

/* Geometry. */
#define PMD_SHIFT	21
#define PUD_SHIFT	30
#define PGDIR_SHIFT	39
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	512
#define PTRS_PER_PUD	512
#define PTRS_PER_PGD	512

/* Upper levels. */
static __always_inline bool __entry_table(u64 raw)
{
	return (raw & TABLE_TYPE_MASK) == TABLE_TYPE_TABLE;
}

static __always_inline bool __entry_leaf(u64 raw)
{
	return (raw & TABLE_TYPE_MASK) == TABLE_TYPE_BLOCK;
}

static __always_inline int p4d_none(p4d_t p4d) { return !p4d_val(p4d); }
static __always_inline int p4d_present(p4d_t p4d) { return !!(p4d_val(p4d) & PTE_VALID); }
static __always_inline int p4d_bad(p4d_t p4d) { return !__entry_table(p4d_val(p4d)); }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & PTE_VALID); }
static __always_inline int pud_bad(pud_t pud) { return !__entry_table(pud_val(pud)); }
static __always_inline int pud_leaf(pud_t pud) { return __entry_leaf(pud_val(pud)); }

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & PTE_VALID); }
static __always_inline int pmd_bad(pmd_t pmd) { return !__entry_table(pmd_val(pmd)); }
static __always_inline int pmd_leaf(pmd_t pmd) { return __entry_leaf(pmd_val(pmd)); }

static __always_inline pud_t *p4d_pgtable(p4d_t p4d)
{
	return (pud_t *)__table_va(p4d_val(p4d) & PTE_ADDR_MASK);
}

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(pud_val(pud) & PTE_ADDR_MASK);
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & PTE_ADDR_MASK);
}

#include <asm-generic/pgtable-offset.h>

static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm;
	WRITE_ONCE(p4d->pgd.pgd, __table_pa(pud) | TABLE_TYPE_TABLE);
}

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->pud, __table_pa(pmd) | TABLE_TYPE_TABLE);
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_pa(pte) | TABLE_TYPE_TABLE);
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((((u64)pfn << PAGE_SHIFT) & PTE_ADDR_MASK) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (pte_val(pte) & PTE_ADDR_MASK) >> PAGE_SHIFT;
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

#ifdef CONFIG_ARM64_CONTPTE
/*
 * Sets the entry if it is zero, which is what pte_none() tests here. LAB_TRY_SET_NO_BARRIER gives
 * the first merged form, without the barriers.
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;
	bool done;

	lab_entry_begin();
	done = __atomic_compare_exchange_n(&ptep->pte, &found, pte_val(new), 0, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
	lab_pte_try_set_result(ptep, found, pte_val(new), done);
#ifndef LAB_TRY_SET_NO_BARRIER
	if (done)
		__set_pte_complete(new);
#endif
	return done;
}

/* Broadcast invalidate of one page, allowed with interrupts off: a live entry was just cleared. */
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#define flush_tlb_before_set flush_tlb_before_set
static __always_inline void flush_tlb_before_set(unsigned long addr)
{
	flush_tlb_kernel_range(addr, addr + (1UL << PAGE_SHIFT));
}
#endif

#endif
