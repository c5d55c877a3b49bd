/* SPDX-License-Identifier: MIT */
/*
 * ptep_try_set() as one would write it who takes every entry for 64 bits that are empty when they are zero: a bare
 * compare-and-exchange, and nothing else. Right for some, wrong for most; which is what it is here for.
 */
#ifndef _ASM_GENERIC_PGTABLE_NAIVE_H
#define _ASM_GENERIC_PGTABLE_NAIVE_H

#include <asm-generic/pgtable-types.h>

/* What cmpxchg64() is. An architecture without such an instruction has its own. */
#ifndef lab_naive_cmpxchg64
#define lab_naive_cmpxchg64 lab_naive_cmpxchg64
static __always_inline bool lab_naive_cmpxchg64(void *ptep, u64 *found, u64 new)
{
	u32 *word = ptep;

	if (!((unsigned long)ptep & (sizeof(u64) - 1)))
		return __atomic_compare_exchange_n((aligned_u64 *)ptep, found, new, 0, __ATOMIC_SEQ_CST,
						   __ATOMIC_SEQ_CST);
	/* Where entries have 32 bits, every other one is not aligned for this: two words, one after the other. */
	*found = READ_ONCE(word[0]) | (u64)READ_ONCE(word[1]) << 32;
	if (*found)
		return false;
	WRITE_ONCE(word[0], (u32)new);
	WRITE_ONCE(word[1], (u32)(new >> 32));
	return true;
}
#endif

#define ptep_try_set ptep_try_set
static inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	u64 found = 0;
	bool done;

	lab_entry_begin();
	done = lab_naive_cmpxchg64(ptep, &found, pte_val(new));
	lab_pte_try_set_result(ptep, found, pte_val(new), done);
	return done;
}

#endif
