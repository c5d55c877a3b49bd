// SPDX-License-Identifier: MIT
/*
 * VF22: a candidate fix for C22 and C23 on top of the June fix (never posted).
 *
 * The fault handler says "handled" only when trying again can help. It cannot where the entry is empty after the attempt and the
 * attempt was bound to fail: there is no helper at all, or what the entry holds counts as empty but is not the value that
 * the helper compares with. Then the access is an oops, as for any other bad pointer, instead of a fault that repeats for ever.
 *
 * That the entry is empty does not suffice. Another CPU may have filled it just before the attempt and cleared it just after;
 * the helper works then, and the access has to be tried again, not to die. Such a round costs the other CPU an install and a
 * clear, so rounds end when others leave the page alone. If it cleared the entry between the fault and the attempt, then the
 * access was one to a page that is not there, and is treated as such.
 *
 * Costs: one more read of the entry in each recovered fault. Where upstream loops, a task dies.
 *
 * Claims: without the helper the wired hook is an oops and no endless loop (C22); "handled" means something was done (C23).
 */
#include "set_june.h"
#include "clear_exchange.h"
#include "scratch_try.h"
#include "fault_arena.h"

struct scratch_attempt {
	struct page *scratch_page;
	bool stuck;
};

/* True if ptep_try_set() fails for as long as the entry is what it is now, though it is empty. */
static bool never_set(pte_t pte)
{
#ifdef ptep_try_set
	return pte_none(pte) && !pte_same(pte, __pte(_PAGE_EMPTY));
#else
	return pte_none(pte);
#endif
}

static int try_scratch(pte_t *pte, unsigned long addr, void *data)
{
	struct scratch_attempt *attempt = data;

	apply_range_set_scratch_cb(pte, addr, attempt->scratch_page);
	attempt->stuck = never_set(ptep_get(pte));
	return 0;
}

bool bpf_arena_handle_page_fault(unsigned long addr, bool is_write, unsigned long fault_ip)
{
	struct bpf_arena *arena = recoverable_arena(addr);
	unsigned long page_addr = addr & PAGE_MASK;
	struct scratch_attempt attempt = { 0 };

	if (!arena)
		return false;

	attempt.scratch_page = arena->scratch_page;
	if (apply_to_page_range(&init_mm, page_addr, PAGE_SIZE, try_scratch, &attempt) || attempt.stuck)
		return false;

	flush_cache_vmap(page_addr, page_addr + PAGE_SIZE);
	bpf_arena_report_violation(addr, is_write, fault_ip, true);
	return true;
}
