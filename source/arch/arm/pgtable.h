/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of 32-bit arm with short descriptors, in the kernel's terms. Written from the
 * list of bits the kernel uses, not from the description the hardware walker is generated from.
 *
 * The hardware's entries have no place for what the kernel wants to know, so each page has two: one
 * for the kernel, and one for the hardware that is derived from it and stored after it. Both tables of
 * 2 MiB are in one frame: 512 entries of the kernel, then 512 of the hardware. For the hardware those
 * are two tables of 256, so an entry of the root is a pair.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <linux/types.h>

#define PTEVAL_BITS	32

typedef struct { u32 pgd[2]; } pgd_t;

#define pgd_val(x)	((x).pgd[0])
#define __pgd(x)	((pgd_t) { { (x), 0 } })

/* Both tables. */
#define PTE_TABLE_SIZE	PAGE_SIZE

/* The pmd is one half of the pair; which one does not matter to whoever asks. */
#define pmd_offset pmd_offset

#include <asm-generic/pgtable-nopud.h>

extern void cpu_relax(void);

/* The kernel's bits. */
#define L_PTE_PRESENT	(1U << 0)
#define L_PTE_YOUNG	(1U << 1)
#define L_PTE_MT	(15U << 2)	/* memory type */
#define L_PTE_MT_WRITEALLOC (7U << 2)
#define L_PTE_DIRTY	(1U << 6)
#define L_PTE_RDONLY	(1U << 7)
#define L_PTE_USER	(1U << 8)
#define L_PTE_XN	(1U << 9)
#define L_PTE_SHARED	(1U << 10)
#define L_PTE_NONE	(1U << 11)	/* there, but not for the hardware */

/* The hardware's, of a small page with the subset of memory types that the kernel sets up. */
#define PTE_SMALL	(1U << 1)
#define PTE_SMALL_XN	(1U << 0)
#define PTE_EXT_AP0	(1U << 4)	/* the kernel may use it */
#define PTE_EXT_AP1	(1U << 5)	/* so may user space */
#define PTE_EXT_TEX0	(1U << 6)
#define PTE_EXT_APX	(1U << 9)	/* nobody may write */
#define PTE_EXT_NG	(1U << 11)
/* Bits 2, 3 and 10 mean the same to both: cacheable and bufferable, shared. */
#define PTE_IN_BOTH	(3U << 2 | L_PTE_SHARED)

#define PMD_TYPE_MASK	3U
#define PMD_TYPE_TABLE	1U
#define PMD_TYPE_SECT	2U
#define PMD_BIT4	(1U << 4)
#define PMD_DOMAIN_USER	(1U << 5)
#define PMD_TABLE_MASK	0xfffffc00U

#define PTE_PFN_MASK	0xfffff000U

#define PAGE_KERNEL	__pgprot(L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_MT_WRITEALLOC | L_PTE_DIRTY | \
				 L_PTE_XN | L_PTE_SHARED)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(pgprot_val(PAGE_KERNEL) | L_PTE_USER)

/* Geometry, as the kernel sees it. */
#define PMD_SHIFT	21
#define PGDIR_SHIFT	21
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	1
#define PTRS_PER_PGD	2048
#define PTE_HWTABLE_OFF	2048
#define PTE_HWTABLE_HALF 1024

/* Fills a new table with empty entries: zero, in the kernel's table and in the hardware's. */
#define pgtable_init_table pgtable_init_table
static inline void pgtable_init_table(void *table, int level)
{
	__fill_table(table, level == PGTABLE_LEVEL_PGD ? PGD_TABLE_SIZE : PTE_TABLE_SIZE, 0);
}

/* The root, seen as pmd. The kernel's table is the same frame as the hardware's, further up. */
static __always_inline int pud_none(pud_t pud) { (void)pud; return 0; }
static __always_inline int pud_bad(pud_t pud) { (void)pud; return 0; }
static __always_inline int pud_present(pud_t pud) { (void)pud; return 1; }
static __always_inline int pud_leaf(pud_t pud) { (void)pud; return 0; }

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm; (void)pud; (void)pmd;
}

static __always_inline pmd_t *pmd_offset(pud_t *pud, unsigned long address)
{
	(void)address;
	return (pmd_t *)pud;
}

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!pmd_val(pmd); }

static __always_inline int pmd_leaf(pmd_t pmd)
{
	return (pmd_val(pmd) & PMD_TYPE_MASK) == PMD_TYPE_SECT;
}

static __always_inline int pmd_bad(pmd_t pmd)
{
	return (pmd_val(pmd) & PMD_TYPE_MASK) != PMD_TYPE_TABLE;
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & PTE_PFN_MASK);
}

#include <asm-generic/pgtable-offset.h>

extern struct mm_struct init_mm;

/* Both of the pair: the two tables of the hardware follow each other. */
static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	u32 entry = (u32)__table_pa(pte) + PTE_HWTABLE_OFF + (PMD_TYPE_TABLE | PMD_BIT4);

	if (mm != &init_mm)
		entry |= PMD_DOMAIN_USER;
	WRITE_ONCE(pmd[0].pmd, entry);
	WRITE_ONCE(pmd[1].pmd, entry + PTE_HWTABLE_HALF);
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
static __always_inline int pte_present(pte_t pte) { return !!(pte_val(pte) & L_PTE_PRESENT); }
static __always_inline int pte_write(pte_t pte) { return !(pte_val(pte) & L_PTE_RDONLY); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & L_PTE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & L_PTE_YOUNG); }

#define pte_wrprotect pte_wrprotect
static __always_inline pte_t pte_wrprotect(pte_t pte) { return __pte(pte_val(pte) | L_PTE_RDONLY); }

/*
 * What the hardware gets for an entry of the kernel. Nothing for one that was not used yet, so that
 * the first use faults; no write for one that is not dirty yet. It sets no bits itself.
 */
static __always_inline u32 __hw_pte(pte_t pte)
{
	u32 raw = pte_val(pte);
	u32 hw = (raw & (PTE_PFN_MASK | PTE_IN_BOTH)) | PTE_SMALL | PTE_EXT_AP0;

	if ((raw & (L_PTE_PRESENT | L_PTE_YOUNG | L_PTE_NONE)) != (L_PTE_PRESENT | L_PTE_YOUNG))
		return 0;
	if (raw & (1U << 4))	/* of the memory type */
		hw |= PTE_EXT_TEX0;
	if (raw & L_PTE_RDONLY || !(raw & L_PTE_DIRTY))
		hw |= PTE_EXT_APX;
	if (raw & L_PTE_USER)
		hw |= PTE_EXT_AP1 | PTE_EXT_NG;
	if (raw & L_PTE_XN)
		hw |= PTE_SMALL_XN;
	return hw;
}

static __always_inline volatile u32 *__hw_ptep(pte_t *ptep)
{
	return (volatile u32 *)((char *)ptep + PTE_HWTABLE_OFF);
}

/* Barrier: the entry is visible to the walkers of all CPUs, which a fence says here. */
#define dsb(option)	__atomic_thread_fence(__ATOMIC_SEQ_CST)

#define flush_cache_vmap flush_cache_vmap
static __always_inline void flush_cache_vmap(unsigned long start, unsigned long end)
{
	(void)start; (void)end;
	dsb(ishst);
}

#if LAB_CANDIDATE != 2
/* Leaf entries: memory. Two stores; the kernel's entry is what the lab is told about. */
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	u32 old;

	lab_entry_begin();
	old = (u32)lab_pte_exchange32(ptep, pte_val(pte));
	lab_pte_stored(ptep, old, pte_val(pte));
	lab_access_point();
	*__hw_ptep(ptep) = __hw_pte(pte);
}
#else
/*
 * The rule: who makes an entry L_PTE_NONE, by compare-and-exchange, owns it, and alone may write the
 * hardware's. That bit says what holds meanwhile: there for the kernel, not for the hardware. All
 * others wait for the end of it, which is two stores away, with interrupts off.
 */
#define ptep_get ptep_get
static __always_inline pte_t ptep_get(pte_t *ptep)
{
	pte_t pte;

	for (;;) {
		lab_access_point();
		pte = __pte(READ_ONCE(ptep->pte));
		if (!(pte_val(pte) & L_PTE_NONE))
			return pte;
		cpu_relax();
	}
}

/* Takes the entry as it was read, for `next` to follow; the lab is told now. False: it has changed. */
static __always_inline bool __ptep_own(pte_t *ptep, u32 *found, u32 owned, u32 next)
{
	lab_entry_begin();
	if (!__atomic_compare_exchange_n(&ptep->pte, found, owned, 0, __ATOMIC_SEQ_CST,
					 __ATOMIC_SEQ_CST)) {
		lab_pte_try_set_result(ptep, *found, next, false);
		return false;
	}
	lab_pte_try_set_result(ptep, *found, next, true);
	return true;
}

/* Its own end: the hardware's entry, then the kernel's as it is to be. */
static __always_inline void __ptep_disown(pte_t *ptep, pte_t pte)
{
	*__hw_ptep(ptep) = __hw_pte(pte);
	lab_access_point();
	__atomic_store_n(&ptep->pte, pte_val(pte), __ATOMIC_SEQ_CST);
}

/* As a compare-and-exchange, and with that more than a store of both: what is read is what is cleared. */
#define ptep_get_and_clear ptep_get_and_clear
static inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	u32 found;

	(void)mm; (void)addr;
	do {
		found = pte_val(ptep_get(ptep));
		if (!found)
			break;
	} while (!__ptep_own(ptep, &found, found | L_PTE_NONE, 0));
	if (found)
		__ptep_disown(ptep, __pte(0));
	return __pte(found);
}

/* A plain store is the owner's too: whatever it replaces is first in nobody's hands. */
#define set_pte set_pte
static inline void set_pte(pte_t *ptep, pte_t pte)
{
	u32 found;

	do
		found = pte_val(ptep_get(ptep));
	while (!__ptep_own(ptep, &found, pte_val(pte) | L_PTE_NONE, pte_val(pte)));
	__ptep_disown(ptep, pte);
}

#define ptep_try_replace ptep_try_replace
static inline bool ptep_try_replace(pte_t *ptep, pte_t old, pte_t new)
{
	u32 found = pte_val(old);

	if (!__ptep_own(ptep, &found, pte_val(new) | L_PTE_NONE, pte_val(new)))
		return false;
	__ptep_disown(ptep, new);
	dsb(ishst);
	return true;
}
#endif

#include <asm-generic/pgtable-access.h>

#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
/*
 * The kernel's entry decides the race, under the rule above, and the winner writes the hardware's before it lets go, so
 * that whoever sees the entry finds it in both tables. The dsb is what flush_cache_vmap() would be for.
 */
#define ptep_try_set ptep_try_set
static inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	if (ptep_try_replace(ptep, __pte(0), new))
		return true;
	/* What was faster is in both tables when the loser comes back to use it. */
	ptep_get(ptep);
	return false;
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
