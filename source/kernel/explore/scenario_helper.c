// SPDX-License-Identifier: MIT
/* What the scenarios about ptep_try_set() and the TLB have in common. */
#include <ptelab/explore_machine.h>
#include <ptelab/scenario_helper.h>

/* An entry in its own width. */
#if LAB_PTE_BYTES == 4
typedef u32 entry_word;
#else
typedef aligned_u64 entry_word;
#endif

/* What may be in an entry that pte_none() takes for empty. */
static u64 stray_bits(void)
{
	if (!(lab_environment & LAB_ENV_STRAY_ACCESSED_DIRTY))
		return 0;
	return (LAB_PTE_ACCESSED | LAB_PTE_DIRTY) & LAB_NONE_IGNORES;
}

static void set_if_none(u32 page, u64 bits)
{
	entry_word *entry = (entry_word *)leaf_pointer(page);

	__ptelab_atomic_begin();
	if (LAB_PTE_IS_NONE(*(volatile entry_word *)entry))
		__atomic_fetch_or(entry, (entry_word)bits, __ATOMIC_SEQ_CST);
	__ptelab_atomic_end();
}

void set_stray_bits(u32 page)
{
	const u64 both = stray_bits();

	if (!both)
		return;
	/* A read leaves the accessed bit, a write leaves both. */
	for (;;)
		set_if_none(page, __ptelab_choose(2) ? both : both & LAB_PTE_ACCESSED);
}

void leave_stray_bits(u32 page)
{
	if (stray_bits())
		set_if_none(page, stray_bits());
}

void set_bits_late(u32 page)
{
	entry_word *entry = (entry_word *)leaf_pointer(page);

	if (LAB_ACCESSED_DIRTY != 1 || !(lab_environment & LAB_ENV_STRAY_ACCESSED_DIRTY))
		return;
	for (;;) {
		u64 raw = *(volatile entry_word *)entry;
		u64 missing = (LAB_PTE_ACCESSED | LAB_PTE_DIRTY) & ~raw;

		if (LAB_PTE_IS_VALID(raw) && missing)
			__atomic_fetch_or(entry, (entry_word)missing, __ATOMIC_SEQ_CST);
	}
}

bool map_user_lockless(u32 slot, struct page *page)
{
	return ptep_try_set(user_leaf_pointer(slot), mk_pte(page, PAGE_SHARED));
}

/* Takes it, if it is there. */
bool page_can_be_claimed(u32 page)
{
	unsigned long flags;
	bool claimed;

	if (raw_res_spin_lock_irqsave(&the_arena->spinlock, flags))
		return false;
	claimed = arena_claim_range(the_arena, page, 1) >= 0;
	raw_res_spin_unlock_irqrestore(&the_arena->spinlock, flags);
	return claimed;
}
