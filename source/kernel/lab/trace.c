// SPDX-License-Identifier: MIT
/*
 * What happened to an entry of the arena, seen from the values before and after. Each change of an
 * entry is one event, counted once by the CPU that made it:
 *
 *	installs - clears = entries of allocated pages
 *	scratch_installs - set_overwrote_scratch - set_replaced_scratch - clear_hit_scratch
 *		= entries of the scratch page
 */
#include <linux/mm.h>
#include <ptelab/lab.h>
#include <ptelab/trace.h>

/* A loop around ptep_try_set() that gets nowhere so often will do so for ever: what a soft lockup is to a kernel. */
#define TRY_SET_LIMIT	20000

enum content {
	CONTENT_NONE,
	CONTENT_SCRATCH,
	CONTENT_PAGE,
	/* Neither empty nor a mapping. */
	CONTENT_OTHER,
};

struct slot {
	unsigned long address;
	u32 index;
};

static pte_t pte_of_raw(u64 raw)
{
	pte_t pte;

#if LAB_PTE_BYTES == 4
	u32 word = (u32)raw;

	__builtin_memcpy(&pte, &word, sizeof(pte));
#else
	__builtin_memcpy(&pte, &raw, sizeof(pte));
#endif
	return pte;
}

static enum content content_of(pte_t pte)
{
	if (pte_none(pte))
		return CONTENT_NONE;
	if (!pte_present(pte))
		return CONTENT_OTHER;
	return pte_pfn(pte) == (unsigned long)lab_arena.scratch_pfn ? CONTENT_SCRATCH : CONTENT_PAGE;
}

/* Where in the arena the entry lies; false for entries of other tables, the lower guard included. */
static bool find_slot(void *ptep, struct slot *slot)
{
	struct page *table = virt_to_page(ptep);
	u64 address;

	if (!table->is_leaf)
		return false;
	address = (u64)table->maps_high << 32 | table->maps_low;
	address += (u64)(offset_in_page(ptep) / sizeof(pte_t)) << PAGE_SHIFT;
	if (!lab_arena.kern_vm_start || address < lab_arena.kern_vm_start ||
	    address - lab_arena.kern_vm_start >= lab_arena.recoverable_end - lab_arena.kern_vm_start)
		return false;
	slot->address = (unsigned long)address;
	slot->index = (u32)((address - lab_arena.kern_vm_start) >> PAGE_SHIFT);
	return true;
}

/* True if the CPU's TLB has the address at another frame than this one. */
static bool holds_other(const struct lab_cpu_data *cpu, unsigned long address, unsigned long frame)
{
	const struct lab_tlb_entry *entry;
	unsigned long held;

	/* It stands still, and will drop everything before it runs again. */
	if (!READ_ONCE(cpu->running) && READ_ONCE(cpu->flush_pending))
		return false;
	entry = &cpu->tlb[(address >> PAGE_SHIFT) & (LAB_TLB_ENTRIES - 1)];
	if (READ_ONCE(entry->tag) != (address | LAB_TLB_VALID))
		return false;
	held = READ_ONCE(entry->frame);
	/* It may have been refilled in between. */
	return held != frame && READ_ONCE(entry->tag) == (address | LAB_TLB_VALID);
}

/* An entry was made valid: does anyone still see something else there? */
static void check_views(const struct slot *slot, pte_t old, pte_t new)
{
	unsigned long frame = (unsigned long)__va(PFN_PHYS(pte_pfn(new)));
	bool repointed = pte_present(old) && !pte_none(old) && pte_pfn(old) != pte_pfn(new);
	bool split = false;
	u32 cpu;

	for (cpu = 0; cpu < lab_nr_cpus; cpu++) {
		if (!holds_other(&lab_cpu_data[cpu], slot->address, frame))
			continue;
		repointed = true;
		if (cpu != smp_processor_id())
			split = true;
	}
	if (split)
		lab_count(COUNTER_split_views);
	if (LAB_BREAK_BEFORE_MAKE && repointed) {
		lab_count(COUNTER_bbm_violations);
		lab_stream_push(STREAM_bbm_violation, this_lab_cpu()->program, slot->address,
				this_lab_cpu()->site, slot->index);
	}
	hw_speculate(slot->address);
}

/* This CPU frees, or waits for something while it does. */
static bool is_freeing(void)
{
	u32 state = this_lab_cpu()->state;

	return state == CPU_STATE_free || state == CPU_STATE_worker;
}

/* The entry held this and holds it no longer. */
static void count_removed(enum content old, enum content new)
{
	if (old == CONTENT_PAGE)
		lab_count(COUNTER_clears);
	if (old != CONTENT_SCRATCH || new == CONTENT_SCRATCH)
		return;
	if (new == CONTENT_PAGE)
		lab_count_collision(COUNTER_set_overwrote_scratch);
	else if (is_freeing())
		lab_count_collision(COUNTER_clear_hit_scratch);
	else
		lab_count_collision(COUNTER_set_replaced_scratch);
}

static void changed(const struct slot *slot, pte_t old, pte_t new)
{
	enum content before = content_of(old), after = content_of(new);
	u8 heat = HEAT_clear;

	if (before == after && before != CONTENT_PAGE)
		return;
	count_removed(before, after);
	if (after == CONTENT_PAGE) {
		heat = HEAT_set;
		lab_count(COUNTER_installs);
		if (pfn_valid(pte_pfn(new)))
			pte_page(new)->index = slot->index + 1;
	} else if (after == CONTENT_SCRATCH) {
		heat = HEAT_scratch;
		lab_count(COUNTER_scratch_installs);
	}
	if (before == CONTENT_SCRATCH)
		heat = HEAT_collision;
	lab_set_heat(slot->index, heat);

	if (after == CONTENT_PAGE || after == CONTENT_SCRATCH)
		check_views(slot, old, new);
}

void lab_pte_stored(void *ptep, u64 old, u64 new)
{
	struct slot slot;

	if (find_slot(ptep, &slot))
		changed(&slot, pte_of_raw(old), pte_of_raw(new));
}

void lab_pte_try_set_result(void *ptep, u64 found, u64 new, bool done)
{
	struct slot slot;

	if (!find_slot(ptep, &slot))
		return;
	if (done) {
		this_cpu()->try_set_failures = 0;
		changed(&slot, pte_of_raw(found), pte_of_raw(new));
		return;
	}
	lab_count(COUNTER_try_set_lost);
	lab_set_heat(slot.index, HEAT_collision);
	if (++this_cpu()->try_set_failures < TRY_SET_LIMIT)
		return;
	this_cpu()->try_set_failures = 0;
	lab_count(COUNTER_lockups);
	lab_stream_push(STREAM_lockup, this_lab_cpu()->program, slot.address, this_lab_cpu()->site, TRY_SET_LIMIT);
	__ptelab_trap(LAB_TRAP_REFAULT, TRY_SET_LIMIT);
}
