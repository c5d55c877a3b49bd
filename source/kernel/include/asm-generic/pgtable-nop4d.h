/* SPDX-License-Identifier: MIT */
/*
 * Four levels: the p4d is folded into the pgd. Code that walks five levels gets a root whose every
 * entry is there and good, and finds that entry again one level below.
 */
#ifndef _ASM_GENERIC_PGTABLE_NOP4D_H
#define _ASM_GENERIC_PGTABLE_NOP4D_H

#define __PAGETABLE_P4D_FOLDED	1

#include <asm-generic/pgtable-types.h>

typedef struct { pgd_t pgd; } p4d_t;	/* folded: the entry of the level above */

#define p4d_val(x)	(pgd_val((x).pgd))
#define __p4d(x)	((p4d_t) { __pgd(x) })

#define P4D_SHIFT	PGDIR_SHIFT
#define PTRS_PER_P4D	1

static __always_inline int pgd_none(pgd_t pgd) { (void)pgd; return 0; }
static __always_inline int pgd_bad(pgd_t pgd) { (void)pgd; return 0; }
static __always_inline int pgd_present(pgd_t pgd) { (void)pgd; return 1; }
static __always_inline int pgd_leaf(pgd_t pgd) { (void)pgd; return 0; }

static __always_inline p4d_t *p4d_offset(pgd_t *pgd, unsigned long address)
{
	(void)address;
	return (p4d_t *)pgd;
}

static __always_inline void pgd_populate(struct mm_struct *mm, pgd_t *pgd, p4d_t *p4d)
{
	(void)mm; (void)pgd; (void)p4d;
}

#endif
