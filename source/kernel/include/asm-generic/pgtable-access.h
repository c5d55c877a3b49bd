/* SPDX-License-Identifier: MIT */
/*
 * Access to leaf entries in memory, and two hooks, for an architecture that has nothing of its own
 * to do there. One that has says so with `#define set_pte set_pte` ahead of the include; a function
 * that uses one of those below then follows after it.
 */
#ifndef _ASM_GENERIC_PGTABLE_ACCESS_H
#define _ASM_GENERIC_PGTABLE_ACCESS_H

#include <asm-generic/pgtable-types.h>

/* What a clear stores. Not zero where zero would be a mapping. */
#ifndef _PAGE_EMPTY
#define _PAGE_EMPTY	0ULL
#endif

#ifndef pte_same
#define pte_same pte_same
static __always_inline int pte_same(pte_t a, pte_t b) { return pte_val(a) == pte_val(b); }
#endif

#ifndef ptep_get
#define ptep_get ptep_get
static __always_inline pte_t ptep_get(pte_t *ptep)
{
	lab_access_point();
	return __pte(READ_ONCE(ptep->pte));
}
#endif

/*
 * A plain store in the kernel. For the other CPUs one 64-bit store and one exchange are the same
 * event; the exchange also tells the lab exactly what it replaced, so its books hold in a race.
 */
#ifndef set_pte
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	u64 old;

	lab_entry_begin();
	old = lab_pte_exchange64(ptep, pte_val(pte));
	lab_pte_stored(ptep, old, pte_val(pte));
}
#endif

#ifndef set_pte_at
#define set_pte_at set_pte_at
static __always_inline void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
				       pte_t pte)
{
	(void)mm; (void)addr;
	set_pte(ptep, pte);
}
#endif

#ifndef pte_clear
#define pte_clear pte_clear
static __always_inline void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	(void)mm; (void)addr;
	set_pte(ptep, __pte(_PAGE_EMPTY));
}
#endif

/*
 * Whether read and clear are one step decides what happens to an entry that another CPU installs
 * meanwhile, so an architecture has to ask for the exchange: LAB_PTEP_GET_AND_CLEAR_ATOMIC.
 */
#ifndef ptep_get_and_clear
#define ptep_get_and_clear ptep_get_and_clear
#ifdef LAB_PTEP_GET_AND_CLEAR_ATOMIC
/* One atomic exchange: an entry that another CPU installs is either returned or left alone. */
static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
						pte_t *ptep)
{
	u64 old;

	(void)mm; (void)addr;
	lab_entry_begin();
	old = lab_pte_exchange64(ptep, _PAGE_EMPTY);
	lab_pte_stored(ptep, old, _PAGE_EMPTY);
	return __pte(old);
}
#else
/*
 * Not atomic: reads, then clears. An entry that another CPU installs in between is wiped out, and
 * the caller is told about the old one.
 */
static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
						pte_t *ptep)
{
	pte_t pte = ptep_get(ptep);

	pte_clear(mm, addr, ptep);
	return pte;
}
#endif
#endif

/*
 * Puts `new` in place of what *old says, in one step; *old gets what was found. The step that a
 * ptep_try_set() is made of.
 */
static __always_inline bool __ptep_try_replace(pte_t *ptep, pteval_t *old, pte_t new)
{
	bool done;

	lab_entry_begin();
	done = __atomic_compare_exchange_n(&ptep->pte, old, pte_val(new), 0, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
	lab_pte_try_set_result(ptep, *old, pte_val(new), done);
	return done;
}

/* Where a not-present entry is never cached there is nothing to do after a new mapping. */
#ifndef flush_cache_vmap
#define flush_cache_vmap flush_cache_vmap
static __always_inline void flush_cache_vmap(unsigned long start, unsigned long end)
{
	(void)start; (void)end;
}
#endif

/* What the entry code does before any handler; true: try the access again. */
#ifndef arch_kernel_fault_entry
#define arch_kernel_fault_entry arch_kernel_fault_entry
static __always_inline bool arch_kernel_fault_entry(unsigned long addr)
{
	(void)addr;
	return false;
}
#endif

#endif
