/* SPDX-License-Identifier: MIT */
/*
 * Three levels: the pud is folded into the p4d, and that into the pgd, so the root's entries are
 * pud_t seen through two levels that are always there and good.
 */
#ifndef _ASM_GENERIC_PGTABLE_NOPUD_H
#define _ASM_GENERIC_PGTABLE_NOPUD_H

#define __PAGETABLE_PUD_FOLDED	1

#include <asm-generic/pgtable-nop4d.h>

typedef struct { p4d_t p4d; } pud_t;	/* folded: the entry of the level above */

#define pud_val(x)	(p4d_val((x).p4d))
#define __pud(x)	((pud_t) { __p4d(x) })

#define PUD_SHIFT	P4D_SHIFT
#define PTRS_PER_PUD	1
#define PUD_TABLE_SIZE	PGD_TABLE_SIZE	/* never allocated */

static __always_inline int p4d_none(p4d_t p4d) { (void)p4d; return 0; }
static __always_inline int p4d_bad(p4d_t p4d) { (void)p4d; return 0; }
static __always_inline int p4d_present(p4d_t p4d) { (void)p4d; return 1; }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline pud_t *pud_offset(p4d_t *p4d, unsigned long address)
{
	(void)address;
	return (pud_t *)p4d;
}

static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm; (void)p4d; (void)pud;
}

#endif
