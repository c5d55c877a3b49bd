/* SPDX-License-Identifier: MIT */
/* What the scenarios about ptep_try_set() and the TLB have in common, beside ptelab/scenario.h. */
#ifndef _PTELAB_SCENARIO_HELPER_H
#define _PTELAB_SCENARIO_HELPER_H

#include <ptelab/scenario.h>

/*
 * The erratum behind x86's pte_none(): while the page's entry is empty, accessed and dirty bits may appear in it at any moment.
 * A process of role `environment`. Returns at once where no such bit is ignored by pte_none(), or where the surroundings do
 * not have 'stray-accessed-dirty'.
 */
void set_stray_bits(u32 page);

/* For a setup: both bits are in the page's empty entry from the start, where set_stray_bits() could put them. */
void leave_stray_bits(u32 page);

/*
 * The same bits, but with a cause: hardware reads a valid entry, sees that one of its bits is missing, and sets it some time
 * later without a look at what the entry is by then. A process of role `environment`. Returns at once where hardware sets no
 * such bits.
 */
void set_bits_late(u32 page);

/*
 * Puts @page into an entry of the user's table as the scratch installer does it in the kernel's: no lock, one compare-and-set.
 * The mapping's reference is the caller's. True if it is in.
 */
bool map_user_lockless(u32 slot, struct page *page);

/*
 * Whether the range tree has the page, so that an allocation could get it. For the end, where nobody else runs. Drains what a
 * variant keeps back, as any allocation would.
 */
bool page_can_be_claimed(u32 page);

#endif
