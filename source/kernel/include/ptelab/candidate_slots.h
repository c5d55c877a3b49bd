/* SPDX-License-Identifier: MIT */
/*
 * What ptelab/candidate.h declares, compiled once for each candidate: in the core (weak, as upstream), and as a part of every
 * variant that has other helpers.
 */
#include <linux/mm.h>
#include <ptelab/candidate.h>

#ifndef CANDIDATE_SLOT
#define CANDIDATE_SLOT
#endif

CANDIDATE_SLOT bool candidate_hooks_fault(void)
{
	return LAB_FAULT_HOOK || LAB_CANDIDATE != 0;
}

CANDIDATE_SLOT bool candidate_try_set(pte_t *ptep, pte_t new)
{
	return ptep_try_set(ptep, new);
}

CANDIDATE_SLOT void candidate_set(unsigned long addr, pte_t *ptep, pte_t new)
{
	set_pte_at(&init_mm, addr, ptep, new);
}

CANDIDATE_SLOT u64 candidate_get_and_clear(unsigned long addr, pte_t *ptep)
{
	return pte_val(ptep_get_and_clear(&init_mm, addr, ptep));
}
