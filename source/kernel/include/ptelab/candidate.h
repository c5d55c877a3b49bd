/* SPDX-License-Identifier: MIT */
/*
 * The helpers of the candidate that is selected: as upstream has them, the naive compare-and-exchange, or what would be right
 * for the architecture (LAB_CANDIDATE, see asm/pgtable.h). Every variant is compiled with each; these are its slots for
 * whoever is not part of a variant.
 */
#ifndef _PTELAB_CANDIDATE_H
#define _PTELAB_CANDIDATE_H

#include <linux/mm_types.h>
#include <linux/pgtable.h>

/* Whether a kernel fault goes to the arena's hook: where upstream has it, and with any other candidate. */
bool candidate_hooks_fault(void);

bool candidate_try_set(pte_t *ptep, pte_t new);
/* The plain store of another writer, which has to keep to whatever rule the helper needs. */
void candidate_set(unsigned long addr, pte_t *ptep, pte_t new);
/* Of a kernel table. Gives pte_val(). */
u64 candidate_get_and_clear(unsigned long addr, pte_t *ptep);

#endif
