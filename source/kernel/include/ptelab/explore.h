/* SPDX-License-Identifier: MIT */
/*
 * The machine as it is stepped by the explorer. What a live machine counts and shows has no place here: it would tell states
 * apart that have the same future. What takes its place are checks: each names a property (ptelab/properties.h).
 *
 * Included by ptelab/lab.h.
 */
#ifndef _PTELAB_EXPLORE_H
#define _PTELAB_EXPLORE_H

#include <ptelab/properties.h>

/* Nothing is counted, so nothing is looked at for a count. */
#define LAB_COUNTS	0

/* Pages from the arena's first on that the TLBs and the checks know: the window, then the recoverable guard. */
#define LAB_SLOTS	16u

/* Pages of the map. */
#define LAB_MAP_PAGES	4u

/* What the surroundings may do: bits of lab_environment, in the order of environmentIds (scenarios/scenario.ts). */
#define LAB_ENV_TLB_EVICTION		1u
#define LAB_ENV_SPECULATIVE_FILL	2u
#define LAB_ENV_NEGATIVE_CACHING	4u
#define LAB_ENV_STRAY_ACCESSED_DIRTY	8u
#define LAB_ENV_ALLOCATION_FAILURE	16u
#define LAB_ENV_LOCK_TIMEOUT		32u

/* Constant once the machine has booted. */
extern u32 lab_environment;
extern u32 lab_checked[2];

/* Reports a property that this scenario checks; goes on in either case. */
#define lab_check(cond, property)						\
do {										\
	if (lab_checked[(property) / 32] & (1u << (property) % 32))		\
		__ptelab_assert(!!(cond), (property));				\
} while (0)

static __always_inline void lab_count(u32 counter) { (void)counter; }
static __always_inline void lab_count_add(u32 counter, u32 amount) { (void)counter; (void)amount; }
static __always_inline void lab_count_collision(u32 part) { (void)part; }
static __always_inline u32 lab_enter_state(u32 state) { return state; }
static __always_inline void lab_leave_state(u32 before) { (void)before; }
static __always_inline void lab_set_program(u32 program) { (void)program; }
static __always_inline void lab_set_page(u32 page) { (void)page; }
static __always_inline void lab_set_site(u32 site) { (void)site; }
static __always_inline void lab_set_heat(u32 page, u8 heat) { (void)page; (void)heat; }
static __always_inline void lab_access_point(void) { }
static __always_inline void hw_poll(void) { }
static __always_inline u32 lab_random(void) { return 0; }

/* Address of the access that nothing recovered. */
extern u64 lab_oops_address;

/* A record says what happened; what must not happen is a check. */
static __always_inline void lab_stream_push(u32 kind, u32 program, unsigned long address, u32 site, u32 argument)
{
	(void)program; (void)site; (void)argument;
	if (kind == STREAM_oops)
		lab_oops_address = address;
}

/* Page @page of the arena belongs to this frame from now on: an allocation put it there. Under the arena's lock. */
void lab_slot_given(u32 slot, struct page *page);
/* It belongs to nobody any more. Under the arena's lock. */
void lab_slot_taken(u32 slot);

/* Kinds of memory that need no stop, told to the explorer by lab_quiet_range(): bits as in emit-step-context.ts. */
#define LAB_QUIET_LOADS		1u
#define LAB_QUIET_STORES	2u
#define LAB_QUIET		3u
/* Never stored to again: loads need no stop, a store is a failure. */
#define LAB_CONSTANT		(LAB_QUIET_LOADS | 4u)

void lab_quiet_range(const volatile void *start, unsigned long bytes, u32 kind);
/* The same bytes in each of @count rows, which are @stride bytes apart. */
void lab_quiet_rows(const volatile void *start, unsigned long bytes, u32 kind, unsigned long stride, u32 count);

#endif
