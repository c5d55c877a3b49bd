/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of mips64 with 4 KiB pages and three levels, in the kernel's terms. Written
 * from the list of bits the kernel uses, not from the description the hardware walker is generated
 * from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm-generic/pgtable-nopud.h>

#define _PAGE_PRESENT		(1ULL << 0)
#define _PAGE_WRITE		(1ULL << 1)
#define _PAGE_ACCESSED		(1ULL << 2)
#define _PAGE_MODIFIED		(1ULL << 3)
#define _PAGE_HUGE		(1ULL << 4)
#define _PAGE_NO_EXEC		(1ULL << 6)
#define _PAGE_GLOBAL		(1ULL << 8)
#define _PAGE_VALID		(1ULL << 9)
#define _PAGE_DIRTY		(1ULL << 10)	/* hardware lets stores through */
#define _CACHE_CACHABLE		(3ULL << 11)

#define _PAGE_RW		(_PAGE_PRESENT | _PAGE_WRITE | _PAGE_ACCESSED | _PAGE_MODIFIED | \
				 _PAGE_VALID | _PAGE_DIRTY | _CACHE_CACHABLE)

#define PAGE_KERNEL	__pgprot(_PAGE_RW | _PAGE_GLOBAL)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(_PAGE_RW | _PAGE_NO_EXEC)

#define PFN_PTE_SHIFT		(PAGE_SHIFT + 2)
#define _PFN_MASK		(~0ULL << PFN_PTE_SHIFT & ((1ULL << 62) - 1))

/* Tables begin as zeros; a slot gets its G when its buddy is installed. */
#define _PAGE_KERNEL_EMPTY	0ULL

/* Geometry. */
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	512
#define PTRS_PER_PGD	1024	/* a root of two pages */
#define PMD_SHIFT	21
#define PGDIR_SHIFT	30

/* The cached direct map of the real machine: XKPHYS with cache attribute 3. */
#define CAC_BASE	0x9800000000000000ULL

#include <asm-generic/pgtable-virtual.h>

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((((u64)pfn << PFN_PTE_SHIFT) & _PFN_MASK) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (pte_val(pte) & _PFN_MASK) >> PFN_PTE_SHIFT;
}

static __always_inline int pte_none(pte_t pte) { return !(pte_val(pte) & ~_PAGE_GLOBAL); }
static __always_inline int pte_present(pte_t pte) { return !!(pte_val(pte) & _PAGE_PRESENT); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_MODIFIED); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

/* The other half of the pair that one TLB entry maps. */
static __always_inline pte_t *ptep_buddy(pte_t *ptep)
{
	return (pte_t *)((unsigned long)ptep ^ sizeof(pte_t));
}

/* The buddy of a global entry has to be global too: one that is still zero becomes G. */
static __always_inline void __give_buddy_global(pte_t *ptep)
{
	pte_t *buddy = ptep_buddy(ptep);
	pteval_t found = 0;

	lab_entry_begin();
	if (__atomic_compare_exchange_n(&buddy->pte, &found, _PAGE_GLOBAL, 0, __ATOMIC_SEQ_CST,
					__ATOMIC_SEQ_CST))
		lab_pte_stored(buddy, 0, _PAGE_GLOBAL);
	else
		lab_entry_end();
}

/* Leaf entries: memory. */
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	u64 old;

	lab_entry_begin();
	old = lab_pte_exchange64(ptep, pte_val(pte));
	lab_pte_stored(ptep, old, pte_val(pte));
	if (pte_val(pte) & _PAGE_GLOBAL)
		__give_buddy_global(ptep);
}

#define ptep_get ptep_get
static __always_inline pte_t ptep_get(pte_t *ptep)
{
	lab_access_point();
	return __pte(READ_ONCE(ptep->pte));
}

/* Leaves G if the buddy has it, else nothing. */
#define pte_clear pte_clear
static __always_inline void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	(void)mm; (void)addr;
	set_pte(ptep, __pte(pte_val(ptep_get(ptep_buddy(ptep))) & _PAGE_GLOBAL));
}

#if LAB_CANDIDATE == 2
#define ptep_get_and_clear ptep_get_and_clear
#endif
#include <asm-generic/pgtable-access.h>

/* ptep_try_set(): upstream has the stub of linux/pgtable.h. */
#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
/*
 * Empty is zero or G, and a concurrent install of the buddy turns one into the other, so it takes both
 * and tries again when they change. Then the buddy gets its G, as from set_pte().
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = pte_val(ptep_get(ptep)) & _PAGE_GLOBAL;

	do {
		if (__ptep_try_replace(ptep, &found, new)) {
			if (pte_val(new) & _PAGE_GLOBAL)
				__give_buddy_global(ptep);
			return true;
		}
	} while (pte_none(__pte(found)));
	return false;
}

/*
 * One step, so nothing that comes in between is wiped out. It leaves the entry's own G: that of the
 * buddy cannot be read in the same step, and a G too many in an empty entry does no harm.
 */
static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
						pte_t *ptep)
{
	pteval_t found = pte_val(ptep_get(ptep));

	(void)mm; (void)addr;
	while (!__ptep_try_replace(ptep, &found, __pte(found & _PAGE_GLOBAL)))
		;
	return __pte(found);
}

/*
 * A flush of the others is an IPI, which must not be waited for here. This CPU at least forgets the
 * old page; the others may use it until the flush of whoever frees it.
 */
#define flush_tlb_before_set flush_tlb_before_set
static __always_inline void flush_tlb_before_set(unsigned long addr)
{
	local_flush_tlb_page(addr);
}
#endif

#endif
