/* SPDX-License-Identifier: MIT */
/* What the harness and its machine share: memory, and what the trace said of it. */
#ifndef _PTELAB_HARNESS_H
#define _PTELAB_HARNESS_H

#include <linux/types.h>
#include <asm/lab_arch.h>
#include <asm/hw_walk.h>
#include <asm/pgtable.h>

#define MEMORY_START	0x10000UL
#define MEMORY_END	0x210000UL

struct mm_struct {
	void *pgd;
};

extern struct mm_struct init_mm;

/* Value every entry should have, by byte address, as the trace tells it. */
extern u64 shadow[MEMORY_END / sizeof(pte_t)];

static inline u64 *shadow_of(const void *ptep)
{
	return &shadow[(unsigned long)ptep / sizeof(pte_t)];
}

extern unsigned long events, wrong_events, ipte_calls, local_flushes, kernel_flushes;

/* While threads race nobody knows the value before a change; the changes of one entry are added up. */
extern bool racing;
extern pte_t *race_entry;
extern u64 race_sum;

bool lab_kernel_mapped(unsigned long addr);

#endif
