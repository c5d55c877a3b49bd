// SPDX-License-Identifier: MIT
/*
 * C13 without its condition: a second set runs on the same entry without the lock. Between the first one's read of scratch and its
 * exchange there may be a page in the entry, which the exchange takes out and nobody looks at.
 */
#include <ptelab/scenario_writers.h>

/*
 * That set warns of a page it does not know is as it should be, and a set that comes between clear and flush is another matter. The
 * question is what becomes of pages.
 */
void c13_set_setup(void)
{
	do_not_check(PROPERTY_warning);
	do_not_check(PROPERTY_break_before_make);
	put_scratch(0);
}

void c13_set_locked(void)
{
	struct page *page = take_page(0);
	unsigned long flags;

	if (raw_res_spin_lock_irqsave(&the_arena->spinlock, flags))
		return;
	set_entry(0, page);
	raw_res_spin_unlock_irqrestore(&the_arena->spinlock, flags);
}

void c13_set_unlocked(void)
{
	set_entry(0, take_page(0));
}
