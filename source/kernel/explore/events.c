// SPDX-License-Identifier: MIT
/*
 * What is checked of every change of an entry: nothing valid is written over, nothing is put where an older translation may
 * still be in use (on architectures that forbid it), no table is written that was given back.
 */
#include <linux/mm.h>
#include <ptelab/explore_machine.h>
#include <ptelab/trace.h>

/* The arena's slot that the entry maps; LAB_SLOTS for entries of other tables. */
static u32 find_slot(void *ptep)
{
	struct page *table = virt_to_page(ptep);
	u64 address;
	u64 offset;

	if (!table->is_leaf)
		return LAB_SLOTS;
	address = (u64)table->maps_high << 32 | table->maps_low;
	address += (u64)(offset_in_page(ptep) / sizeof(pte_t)) << PAGE_SHIFT;
	offset = (address - lab_arena.kern_vm_start) >> PAGE_SHIFT;
	return offset < LAB_SLOTS ? (u32)offset : LAB_SLOTS;
}

/* Direct address of the frame that an entry maps, else 0. By the description, not by pgtable.h. */
static unsigned long frame_of(u64 raw)
{
	u64 value = LAB_ENTRY_VALUE(raw);

	return LAB_KERNEL_PTE_IS_PAGE(value) ? LAB_PHYS_TO_DIRECT(LAB_KERNEL_PTE_PHYS(value)) & PAGE_MASK : 0;
}

/* No longer mapped: until they are made to, CPUs need not forget it. */
static void leave_behind(u32 slot, unsigned long frame)
{
	unsigned long tagged = lab_tagged_frame(frame);
	u32 cpu, i;

	for (cpu = 0; cpu < lab_nr_cpus; cpu++) {
		unsigned long *left = lab_leftover[cpu][slot];

		for (i = 0; i < LAB_LEFTOVERS && left[i] && left[i] != tagged; i++)
			;
		/* With more than fit the oldest is not known any more. */
		if (i == LAB_LEFTOVERS) {
			left[0] = left[1];
			i = 1;
		}
		left[i] = tagged;
	}
}

static bool may_be_cached(u32 slot, unsigned long frame)
{
	u32 cpu, i;

	for (cpu = 0; cpu < lab_nr_cpus; cpu++)
		for (i = 0; i < LAB_LEFTOVERS; i++)
			if (lab_leftover[cpu][slot][i] && (lab_leftover[cpu][slot][i] & PAGE_MASK) != frame)
				return true;
	return false;
}

static void changed(void *ptep, u64 old, u64 new)
{
	unsigned long before = frame_of(old), after = frame_of(new);
	u32 slot = find_slot(ptep);

	if (slot == LAB_SLOTS)
		return;
	if (before && after && before != after) {
		lab_check(false, PROPERTY_entry_overwritten);
		if (LAB_BREAK_BEFORE_MAKE)
			lab_check(false, PROPERTY_break_before_make);
	}
	if (LAB_BREAK_BEFORE_MAKE && after && !before)
		lab_check(!may_be_cached(slot, after), PROPERTY_break_before_make);
	/* Kept only where someone looks at it: it would tell states apart. */
	if (before && before != after &&
	    (LAB_BREAK_BEFORE_MAKE || lab_environment & LAB_ENV_SPECULATIVE_FILL))
		leave_behind(slot, before);
	if (after && after != before)
		hw_speculate((unsigned long)lab_arena.kern_vm_start + ((unsigned long)slot << PAGE_SHIFT));
}

static void check_table(void *ptep)
{
	lab_check(virt_to_page(ptep)->state != PAGE_STATE_free, PROPERTY_freed_table);
}

void lab_pte_stored(void *ptep, u64 old, u64 new)
{
	check_table(ptep);
	changed(ptep, old, new);
	__ptelab_atomic_end();
}

void lab_pte_try_set_result(void *ptep, u64 found, u64 new, bool done)
{
	if (done) {
		check_table(ptep);
		changed(ptep, found, new);
	}
	__ptelab_atomic_end();
}
