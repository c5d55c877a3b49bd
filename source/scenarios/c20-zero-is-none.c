// SPDX-License-Identifier: MIT
/*
 * C20: an entry that pte_none() takes for empty, and a compare with literal zero. Where the architecture has no helper, the
 * compare is written out: what one would get that opted in without a further thought.
 */
#include <ptelab/scenario_helper.h>

static bool c20_try_set(pte_t *ptep, pte_t new)
{
#ifdef ptep_try_set
	return ptep_try_set(ptep, new);
#else
	pteval_t zero = 0;

	return __atomic_compare_exchange_n(&ptep->pte, &zero, pte_val(new), 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
#endif
}

void c20_try(void)
{
	pte_t scratch = mk_pte(the_arena->scratch_page, PAGE_KERNEL);
	bool none, done;

	/* At one moment, or the entry may change between the two questions. */
	__ptelab_atomic_begin();
	none = pte_none(ptep_get(leaf_pointer(0)));
	done = c20_try_set(leaf_pointer(0), scratch);
	__ptelab_atomic_end();
	lab_result[0] = none;
	lab_result[1] = done;
	lab_check(none == done, PROPERTY_expectation);
}

void c20_hardware(void)
{
	set_stray_bits(0);
}
