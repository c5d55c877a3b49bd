/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of LoongArch64 with three levels of 16 KiB pages or four of 4 KiB
 * (CONFIG_PGTABLE_LEVELS), in the kernel's terms. Written from the list of bits the kernel uses, not
 * from the description the hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#if CONFIG_PGTABLE_LEVELS == 4
#include <asm-generic/pgtable-nop4d.h>
#else
#include <asm-generic/pgtable-nopud.h>
#endif

#define _PAGE_VALID		(1ULL << 0)
#define _PAGE_ACCESSED		_PAGE_VALID
#define _PAGE_DIRTY		(1ULL << 1)	/* hardware lets stores through */
#define _PAGE_USER		(3ULL << 2)	/* privilege level 3 */
#define _CACHE_CC		(1ULL << 4)
#define _PAGE_GLOBAL		(1ULL << 6)
#define _PAGE_HUGE		(1ULL << 6)	/* in a pmd */
#define _PAGE_PRESENT		(1ULL << 7)
#define _PAGE_WRITE		(1ULL << 8)
#define _PAGE_MODIFIED		(1ULL << 9)
#define _PAGE_PROTNONE		(1ULL << 10)
#define _PAGE_NO_EXEC		(1ULL << 62)

#define PAGE_KERNEL	__pgprot(_PAGE_VALID | _PAGE_DIRTY | _CACHE_CC | _PAGE_GLOBAL | \
				 _PAGE_PRESENT | _PAGE_WRITE)
/* Born valid and dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(_PAGE_VALID | _PAGE_DIRTY | _PAGE_USER | _CACHE_CC | \
				 _PAGE_PRESENT | _PAGE_WRITE | _PAGE_NO_EXEC)

#define _PFN_MASK	(0x0000ffffffffffffULL & ~((1ULL << PAGE_SHIFT) - 1))

/*
 * Kernel tables are filled with G, as kernel_pte_init() does, so that a page is global even while its
 * buddy is not there. The lab fills the user's in the same way, which its hardware cannot tell.
 */
#define _PAGE_KERNEL_EMPTY	_PAGE_GLOBAL

/* Geometry: every table is one page. */
#define PTRS_PER_PTE	(1UL << (PAGE_SHIFT - 3))
#define PTRS_PER_PMD	PTRS_PER_PTE
#define PTRS_PER_PGD	PTRS_PER_PTE
#define PMD_SHIFT	(PAGE_SHIFT + (PAGE_SHIFT - 3))
#if CONFIG_PGTABLE_LEVELS == 4
#define PTRS_PER_PUD	PTRS_PER_PTE
#define PUD_SHIFT	(PMD_SHIFT + (PAGE_SHIFT - 3))
#define PGDIR_SHIFT	(PUD_SHIFT + (PAGE_SHIFT - 3))
#else
#define PGDIR_SHIFT	(PMD_SHIFT + (PAGE_SHIFT - 3))
#endif

/* The cached direct map of the real machine. */
#define CAC_BASE	0x9000000000000000ULL

#include <asm-generic/pgtable-virtual.h>

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((((u64)pfn << PAGE_SHIFT) & _PFN_MASK) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (pte_val(pte) & _PFN_MASK) >> PAGE_SHIFT;
}

static __always_inline int pte_none(pte_t pte) { return !(pte_val(pte) & ~_PAGE_GLOBAL); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

static __always_inline int pte_dirty(pte_t pte)
{
	return !!(pte_val(pte) & (_PAGE_DIRTY | _PAGE_MODIFIED));
}

static __always_inline int pte_present(pte_t pte)
{
	return !!(pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROTNONE));
}

/*
 * DBAR 0b11000: the store is done before this CPU's next access is translated. The fence says what
 * other CPUs can see of it, where memory is sequentially consistent.
 */
extern void lab_isb(void);

static __always_inline void dbar_pte(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	lab_isb();
}

/* Leaf entries: memory. A global entry, which is one of the kernel's, gets the barrier. */
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	u64 old;

	lab_entry_begin();
	old = lab_pte_exchange64(ptep, pte_val(pte));
	lab_pte_stored(ptep, old, pte_val(pte));
	if (pte_val(pte) & _PAGE_GLOBAL)
		dbar_pte();
}

/* Keeps G: another read, so a clear is three accesses with the read of ptep_get_and_clear(). */
#define ptep_get ptep_get
static __always_inline pte_t ptep_get(pte_t *ptep)
{
	lab_access_point();
	return __pte(READ_ONCE(ptep->pte));
}

#define pte_clear pte_clear
static __always_inline void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	(void)mm; (void)addr;
	set_pte(ptep, __pte(pte_val(ptep_get(ptep)) & _PAGE_GLOBAL));
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
 * Empty is G here and may be zero, so it compares with the empty value that it found, and G stays as
 * every kernel entry has it. Then the barrier of set_pte().
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = _PAGE_GLOBAL;

	do {
		if (__ptep_try_replace(ptep, &found, new)) {
			dbar_pte();
			return true;
		}
	} while (pte_none(__pte(found)));
	return false;
}

/*
 * One step, where upstream reads twice and stores: what another CPU installs in between is returned
 * or left alone, never wiped out.
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
