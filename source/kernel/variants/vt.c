// SPDX-License-Identifier: MIT
/*
 * Vt: what David Hildenbrand preferred to V1 (19 May 2026; turned down).
 *
 * The scratch installer takes arena->spinlock like everybody else, but only if it is free at once. Otherwise it returns, and the
 * access faults again. So everything stays two plain steps under one lock, and no helper is needed: this recovers on every
 * architecture that has the hook. As before the series, an entry that is not empty cannot be allocated (C9).
 *
 * Claims: the lock may be the faulting CPU's own (C1); then it is never free, and the access faults for ever (C2).
 */
#include <asm/processor.h>

#include "set_plain.h"
#include "clear_plain.h"
#include "fault_arena.h"

int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct page *scratch_page = data;

	if (pte_none(ptep_get(pte)))
		set_pte_at(&init_mm, addr, pte, mk_pte(scratch_page, PAGE_KERNEL));
	return 0;
}

static int scratch_one(pte_t *pte, unsigned long addr, void *data)
{
	return apply_range_set_scratch_cb(pte, addr, data);
}

bool bpf_arena_handle_page_fault(unsigned long addr, bool is_write, unsigned long fault_ip)
{
	struct bpf_arena *arena = recoverable_arena(addr);
	unsigned long page_addr = addr & PAGE_MASK;

	if (!arena)
		return false;

	/* Interrupts are off, as in every fault. */
	if (!raw_res_spin_trylock(&arena->spinlock)) {
		cpu_relax();
		return true;
	}
	apply_to_page_range(&init_mm, page_addr, PAGE_SIZE, scratch_one, arena->scratch_page);
	flush_cache_vmap(page_addr, page_addr + PAGE_SIZE);
	raw_res_spin_unlock(&arena->spinlock);

	bpf_arena_report_violation(addr, is_write, fault_ip, true);
	return true;
}
