/* SPDX-License-Identifier: MIT */
/* ptep_try_set() for everything that pte_none() takes for empty. Only where there is a helper. */
#include <linux/bpf_arena.h>

#ifdef ptep_try_set
#ifndef ptep_try_replace
/* Puts @new in place of exactly @old, in one step. */
static inline bool ptep_try_replace(pte_t *ptep, pte_t old, pte_t new)
{
	pteval_t found = pte_val(old);
	bool done;

	lab_entry_begin();
	done = __atomic_compare_exchange_n(&ptep->pte, &found, pte_val(new), 0, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
	lab_pte_try_set_result(ptep, found, pte_val(new), done);
	return done;
}
#endif

static inline bool ptep_try_set_none(pte_t *ptep, pte_t new)
{
#ifdef _PAGE_KNL_ERRATUM_MASK
	pte_t old = ptep_get(ptep);

	/* With whatever stray bits it has; if they change meanwhile, the caller finds it empty and tries again. */
	return pte_none(old) && ptep_try_replace(ptep, old, new);
#else
	/* Empty is one value here, and the architecture's helper knows which barriers it needs. */
	return ptep_try_set(ptep, new);
#endif
}
#endif
