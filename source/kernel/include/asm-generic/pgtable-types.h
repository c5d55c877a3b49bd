/* SPDX-License-Identifier: MIT */
/*
 * Types of the entries, and what else every asm/pgtable.h begins with. Comes in by way of
 * pgtable-nop4d.h, pgtable-nopud.h or pgtable-nopmd.h, which say what levels there are; five levels
 * need none of them. Macros here may use words that the architecture defines later: PGDIR_SHIFT,
 * PTRS_PER_PTE. What it defines ahead of them: PTEVAL_BITS where that is not 64, tableval_t where the
 * upper levels have another width, and pgd_val where its pgd_t is not one entry.
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

#ifndef PTEVAL_BITS
#define PTEVAL_BITS	64
#endif

/* Aligned to its size, which some 32-bit ABIs do not ask for: tables are. */
#if PTEVAL_BITS == 32
typedef u32 pteval_t;
#else
typedef u64 pteval_t __attribute__((__aligned__(8)));
#endif

/* Entries of the upper levels, where they have another width. */
#ifndef tableval_t
#define tableval_t	pteval_t
#endif

/*
 * What lies in memory, and its value, where the table keeps another byte order than the CPU. The
 * fields of the types below hold the image.
 */
#ifndef __entry_value
#define __entry_value(image)	(image)
#define __entry_image(value)	(value)
#endif

typedef struct { pteval_t pte; } pte_t;
typedef struct { pteval_t pgprot; } pgprot_t;

#define pte_raw(x)	((x).pte)
#define pte_val(x)	__entry_value((x).pte)
#define pgprot_val(x)	((x).pgprot)

#define __pte_raw(x)	((pte_t) { (pteval_t)(x) })
#define __pte(x)	((pte_t) { (pteval_t)__entry_image(x) })
#define __pgprot(x)	((pgprot_t) { (pteval_t)(x) })

#ifndef pgd_val
typedef struct { tableval_t pgd; } pgd_t;

#define pgd_val(x)	__entry_value((x).pgd)
#define __pgd(x)	((pgd_t) { __entry_image(x) })
#endif

#ifndef __PAGETABLE_P4D_FOLDED
typedef struct { tableval_t p4d; } p4d_t;

#define p4d_val(x)	__entry_value((x).p4d)
#define __p4d(x)	((p4d_t) { __entry_image(x) })

#define P4D_TABLE_SIZE	(PTRS_PER_P4D * sizeof(p4d_t))
#define p4d_index(address)	(((address) >> P4D_SHIFT) & (PTRS_PER_P4D - 1))
#endif

#ifndef __PAGETABLE_PUD_FOLDED
typedef struct { tableval_t pud; } pud_t;

#define pud_val(x)	__entry_value((x).pud)
#define __pud(x)	((pud_t) { __entry_image(x) })

#define PUD_TABLE_SIZE	(PTRS_PER_PUD * sizeof(pud_t))
#define pud_index(address)	(((address) >> PUD_SHIFT) & (PTRS_PER_PUD - 1))
#endif

#ifndef __PAGETABLE_PMD_FOLDED
typedef struct { tableval_t pmd; } pmd_t;

#define pmd_val(x)	__entry_value((x).pmd)
#define __pmd(x)	((pmd_t) { __entry_image(x) })

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

#ifndef PTE_TABLE_SIZE
#define PTE_TABLE_SIZE	(PTRS_PER_PTE * sizeof(pte_t))
#endif
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

/* Fills a table of any size with one word; for a pgtable_init_table() of the architecture's own. */
static inline void __fill_table(void *table, unsigned long bytes, u32 word)
{
	u32 *at = table;

	for (unsigned long i = 0; i < bytes / sizeof(*at); i++)
		at[i] = word;
}

#endif
