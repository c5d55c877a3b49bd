/* SPDX-License-Identifier: MIT */
/*
 * Types of the entries, and what else every asm/pgtable.h begins with. Comes in by way of
 * pgtable-nop4d.h, pgtable-nopud.h or pgtable-nopmd.h, which say what levels there are; five levels
 * need none of them. Macros here may use words that the architecture defines later: PGDIR_SHIFT,
 * PTRS_PER_PTE.
 */
#ifndef _ASM_GENERIC_PGTABLE_TYPES_H
#define _ASM_GENERIC_PGTABLE_TYPES_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <asm/lab_arch.h>	/* PAGE_SHIFT and PHYS_OFFSET only */
#include <ptelab/trace.h>

/* The form of ptep_try_set(): 0 as upstream has it, 1 naive (pgtable-naive.h), 2 right for the architecture. */
#ifndef LAB_CANDIDATE
#define LAB_CANDIDATE	0
#endif

struct mm_struct;

typedef u64 pteval_t;

typedef struct { pteval_t pte; } pte_t;
typedef struct { pteval_t pgd; } pgd_t;
typedef struct { pteval_t pgprot; } pgprot_t;

#define pte_val(x)	((x).pte)
#define pgd_val(x)	((x).pgd)
#define pgprot_val(x)	((x).pgprot)

#define __pte(x)	((pte_t) { (x) })
#define __pgd(x)	((pgd_t) { (x) })
#define __pgprot(x)	((pgprot_t) { (x) })

#ifndef __PAGETABLE_P4D_FOLDED
typedef struct { pteval_t p4d; } p4d_t;

#define p4d_val(x)	((x).p4d)
#define __p4d(x)	((p4d_t) { (x) })

#define P4D_TABLE_SIZE	(PTRS_PER_P4D * sizeof(p4d_t))
#define p4d_index(address)	(((address) >> P4D_SHIFT) & (PTRS_PER_P4D - 1))
#endif

#ifndef __PAGETABLE_PUD_FOLDED
typedef struct { pteval_t pud; } pud_t;

#define pud_val(x)	((x).pud)
#define __pud(x)	((pud_t) { (x) })

#define PUD_TABLE_SIZE	(PTRS_PER_PUD * sizeof(pud_t))
#define pud_index(address)	(((address) >> PUD_SHIFT) & (PTRS_PER_PUD - 1))
#endif

#ifndef __PAGETABLE_PMD_FOLDED
typedef struct { pteval_t pmd; } pmd_t;

#define pmd_val(x)	((x).pmd)
#define __pmd(x)	((pmd_t) { (x) })

#define PMD_TABLE_SIZE	(PTRS_PER_PMD * sizeof(pmd_t))
#define pmd_index(address)	(((address) >> PMD_SHIFT) & (PTRS_PER_PMD - 1))
#endif

#define PMD_SIZE	(1UL << PMD_SHIFT)
#define PUD_SIZE	(1UL << PUD_SHIFT)
#define P4D_SIZE	(1UL << P4D_SHIFT)
#define PGDIR_SIZE	(1UL << PGDIR_SHIFT)
#define PMD_MASK	(~(PMD_SIZE - 1))
#define PUD_MASK	(~(PUD_SIZE - 1))
#define P4D_MASK	(~(P4D_SIZE - 1))
#define PGDIR_MASK	(~(PGDIR_SIZE - 1))

#define PTE_TABLE_SIZE	(PTRS_PER_PTE * sizeof(pte_t))
#define PGD_TABLE_SIZE	(PTRS_PER_PGD * sizeof(pgd_t))

#define pte_index(address)	(((address) >> PAGE_SHIFT) & (PTRS_PER_PTE - 1))
#define pgd_index(address)	(((address) >> PGDIR_SHIFT) & (PTRS_PER_PGD - 1))

/* A table and its physical address. */
#define __table_pa(table)	((u64)(unsigned long)(table) + PHYS_OFFSET)
#define __table_va(phys)	((unsigned long)((phys) - PHYS_OFFSET))

/* Levels by name, for pgtable_init_table(). */
#define PGTABLE_LEVEL_PTE	0
#define PGTABLE_LEVEL_PMD	1
#define PGTABLE_LEVEL_PUD	2
#define PGTABLE_LEVEL_P4D	3
#define PGTABLE_LEVEL_PGD	4

#endif
