/* SPDX-License-Identifier: MIT */
/*
 * The table of translations in memory that sparc64 fills its TLB from (arch-facts.md 3.10): one for
 * all CPUs, of kernel addresses only. A CPU that misses looks here before it walks, so a flush that
 * leaves a translation in it has not flushed.
 */
#ifndef _PTELAB_TSB_H
#define _PTELAB_TSB_H

#include <asm/hw_walk.h>
#include <linux/types.h>
#include <ptelab/intrinsics.h>

/* Translation of a page from the table into *walk; false if it has none. */
bool lab_tsb_find(unsigned long page, struct hw_walk *walk);

/* Puts in what a walk of the kernel's table finds now. */
void lab_tsb_insert(unsigned long page);

/* Takes out what lies from start to last. Memory accesses only: may run with interrupts off. */
void lab_tsb_purge(unsigned long start, unsigned long last);

#endif
