/* SPDX-License-Identifier: MIT */
/* What the scenarios of claims C1 to C18 need beside ptelab/scenario.h. */
#ifndef _PTELAB_SCENARIO_WRITERS_H
#define _PTELAB_SCENARIO_WRITERS_H

#include <ptelab/scenario.h>

/* Whether this CPU holds the arena's lock. */
bool holds_arena_lock(void);

/* Kernel address of a page of the arena, also behind the map. */
unsigned long arena_address(u32 page);

/* The entry holds scratch, as a fault of long ago left it: no CPU has the translation any more. The entry has to be empty. */
void put_scratch(u32 page);

/*
 * A kernel access that strays to a page, as far as its first fault and the try after it. If that would fault as well it is given
 * up, where the kernel begins anew: an allocation and such an access can keep each other going for ever (claim C15), which in a
 * scenario about something else would be all that is found. Needs a program.
 */
void stray_once(u32 page);

/*
 * Called in a setup: the property is not checked in this scenario, although it is one of those that every one checks. For those
 * that break it on purpose and are about something else.
 */
void do_not_check(u32 property);

/* Runs the worker until it has nothing more to do. For the end of a scenario, where nobody else runs. */
void finish_deferred_work(void);

/*
 * One page for an entry, as an allocation has it before it sets the entry; the CPU's frames must last. It is in no table yet.
 */
struct page *take_page(u32 page);

/*
 * For scenarios that drop the condition of a claim: the variant's own callbacks on one entry, with whatever locks the caller
 * holds. A set that fails gives the page back. A clear flushes and frees what it was given.
 */
int set_entry(u32 page, struct page *new_page);
void clear_entry(u32 page);

#endif
