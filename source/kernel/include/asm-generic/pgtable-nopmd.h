/* SPDX-License-Identifier: MIT */
/*
 * Two levels: the pmd is folded into the pud, that into the p4d, and that into the pgd, so the
 * root's entries are pmd_t seen through three levels that are always there and good.
 */
#ifndef _ASM_GENERIC_PGTABLE_NOPMD_H
#define _ASM_GENERIC_PGTABLE_NOPMD_H

#define __PAGETABLE_PMD_FOLDED	1

#include <asm-generic/pgtable-nopud.h>

typedef struct { pud_t pud; } pmd_t;	/* folded: the entry of the level above */

#define pmd_val(x)	(pud_val((x).pud))
#define __pmd(x)	((pmd_t) { __pud(x) })

#define PMD_SHIFT	PUD_SHIFT
#define PTRS_PER_PMD	1
#define PMD_TABLE_SIZE	PGD_TABLE_SIZE	/* never allocated */

static __always_inline int pud_none(pud_t pud) { (void)pud; return 0; }
static __always_inline int pud_bad(pud_t pud) { (void)pud; return 0; }
static __always_inline int pud_present(pud_t pud) { (void)pud; return 1; }
static __always_inline int pud_leaf(pud_t pud) { (void)pud; return 0; }

static __always_inline pmd_t *pmd_offset(pud_t *pud, unsigned long address)
{
	(void)address;
	return (pmd_t *)pud;
}

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm; (void)pud; (void)pmd;
}

#endif
