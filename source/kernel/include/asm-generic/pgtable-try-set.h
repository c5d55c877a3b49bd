/* SPDX-License-Identifier: MIT */
/*
 * Sets an entry in one step if it has the one value that is none, in the width of the entry. After
 * pgtable-access.h; for what the architecture's own ptep_try_set() adds to it.
 */
#ifndef _ASM_GENERIC_PGTABLE_TRY_SET_H
#define _ASM_GENERIC_PGTABLE_TRY_SET_H

#include <asm-generic/pgtable-access.h>

static inline bool __ptep_try_set_empty(pte_t *ptep, pte_t new)
{
	pteval_t found = _PAGE_EMPTY;

	return __ptep_try_replace(ptep, &found, new);
}

#endif
