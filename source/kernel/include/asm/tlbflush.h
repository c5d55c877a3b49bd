/* SPDX-License-Identifier: MIT */
#ifndef _ASM_TLBFLUSH_H
#define _ASM_TLBFLUSH_H

#include <linux/types.h>

/*
 * TLB invalidation on every CPU. The transport is the architecture's: by IPI the caller must have
 * interrupts on, by broadcast it need not. Each returns when no CPU can use an old translation of
 * the range any more. `end` is exclusive, and 0 stands for the end of the address space.
 */
void flush_tlb_kernel_range(unsigned long start, unsigned long end);
void flush_tlb_all(void);
/* The same for the user task's addresses. */
void flush_tlb_user_range(unsigned long start, unsigned long end);

/* This CPU only. */
void local_flush_tlb_all(void);
void local_flush_tlb_page(unsigned long addr);
void local_flush_tlb_kernel_range(unsigned long start, unsigned long end);

/*
 * Sets the architecture's invalid bit (LAB_PTE_INVALID) in the entry in memory and
 * takes its translation out of every TLB, by broadcast whatever the interrupt state.
 */
void lab_ipte(void *ptep, unsigned long addr);

/*
 * Takes one page's translations out of every TLB by broadcast, whatever the interrupt state: parisc
 * does that for every entry it stores.
 */
void lab_purge_page(unsigned long addr);

/* A cache flush on every CPU by IPI, which waits for them as a TLB flush does; drops no translation. */
void lab_flush_cache_all(void);

/* Takes a page out of the table in memory that fills the TLBs (ptelab/tsb.h). */
void lab_purge_tsb(unsigned long addr);

/* This CPU forgets what its pipeline found in the tables ahead of time. */
void lab_isb(void);

#endif
