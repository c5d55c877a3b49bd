/* SPDX-License-Identifier: MIT */
/*
 * The page-table accessors of every architecture tell the lab what they did to an entry. The lab
 * only counts and looks; nothing here changes what the kernel sees.
 *
 * Raw values are in memory order: what a load of the entry gives, before any byte swap. Where tables
 * keep another byte order than the CPU, pte_raw() is this and pte_val() is not; the hardware's view of
 * it is LAB_ENTRY_VALUE(raw).
 */
#ifndef _PTELAB_TRACE_H
#define _PTELAB_TRACE_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <ptelab/intrinsics.h>
#include <ptelab/lab.h>

/*
 * A store replaced `old` by `new`. `old` must come from the same exchange. An entry that takes several stores is told
 * about once, with the values that the kernel sees in it; where the kernel's entry is not the one that the hardware
 * reads, `ptep` and the values are the kernel's.
 *
 * Counted here, and nowhere else, for entries of the arena: installs, clears, scratch_installs,
 * set_overwrote_scratch (scratch replaced by a page in one store), set_replaced_scratch (scratch
 * cleared while this CPU allocates) and clear_hit_scratch (scratch cleared while it frees).
 */
void lab_pte_stored(void *ptep, u64 old, u64 new);

/* A compare-and-set of an empty entry found `found`; `done` says whether it stored `new`. */
void lab_pte_try_set_result(void *ptep, u64 found, u64 new, bool done);

/*
 * Comes before the access that one of the two above tells about. In step code both are one step, so that what the explorer
 * knows of an entry never differs from the entry; at full speed it is an access point.
 */
static __always_inline void lab_entry_begin(void)
{
#ifdef LAB_EXPLORE
	__ptelab_atomic_begin();
#else
	lab_access_point();
#endif
}

/* Ends what lab_entry_begin() began when the access changed nothing and neither of the two is called. */
static __always_inline void lab_entry_end(void)
{
#ifdef LAB_EXPLORE
	__ptelab_atomic_end();
#endif
}

/* Swaps a 64-bit entry in one step and returns what was there. */
static __always_inline u64 lab_pte_exchange64(void *ptep, u64 new)
{
	typedef u64 __aligned(8) entry;

	return __atomic_exchange_n((entry *)ptep, new, __ATOMIC_SEQ_CST);
}

/* Swaps a 32-bit entry in one step and returns what was there. */
static __always_inline u64 lab_pte_exchange32(void *ptep, u64 new)
{
	typedef u32 __aligned(4) entry;

	return __atomic_exchange_n((entry *)ptep, (u32)new, __ATOMIC_SEQ_CST);
}

#endif
