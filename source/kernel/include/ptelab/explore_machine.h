/* SPDX-License-Identifier: MIT */
/* Between the parts of the machine that the explorer steps (kernel/explore). */
#ifndef _PTELAB_EXPLORE_MACHINE_H
#define _PTELAB_EXPLORE_MACHINE_H

#include <linux/mm_types.h>
#include <ptelab/lab.h>

/* One translation that a CPU holds. */
struct lab_view {
	/* The page's address with LAB_TLB_* flags, or 0. */
	unsigned long tag;
	/* Direct address of the frame; the frame's generation, modulo 16, in the low bits. */
	unsigned long frame;
};

/* Translations of each CPU: of the kernel's arena pages, then of the user's. */
extern struct lab_view lab_tlb[LAB_CPUS][2][LAB_SLOTS];

/*
 * Frames (with generation) that the table once mapped at a slot and that this CPU has not been made to forget since: what it
 * may hold although it never asked.
 */
#define LAB_LEFTOVERS	2
extern unsigned long lab_leftover[LAB_CPUS][LAB_SLOTS][LAB_LEFTOVERS];

/* The CPU forgets what it holds at the pages from start to last; `user` as in explore/tlb.c. */
void lab_forget(u32 cpu, unsigned long start, unsigned long last, u32 user);

/* A frame's address with its generation in the low bits, as lab_view.frame has it. */
unsigned long lab_tagged_frame(unsigned long frame);

/* The frame's row, or one that is always in use. */
struct page *lab_page_of_frame(unsigned long frame);

/* Slot of a kernel address in the arena, or of one of the user's. */
u32 lab_slot_of(unsigned long address, bool user);

/* The frame that belongs to a slot, and whether this CPU is entitled to reach it. */
struct page *lab_slot_owner(u32 slot);
bool lab_entitled(u32 slot);

/* Whether this CPU holds the lock with this word. */
bool lab_holds(const u32 *word);

/* Parts of the boot and of the end. */
void scenario_init(void);
void find_leaves(void);
void mark_frames(void);
void mark_checks(void);
void mark_objects(void);
void check_books(void);

/* Exported to the explorer. */
void explore_boot(u32 nr_cpus, u32 environment, u32 checked_low, u32 checked_high);
void explore_finish(void);

#endif
