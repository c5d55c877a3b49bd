// SPDX-License-Identifier: MIT
/*
 * VF32b: another candidate fix for C32 on top of the June fix (never posted): flush before the caller gets the address.
 *
 * Set takes scratch away as in VJ, and this CPU forgets it at once. The others are made to after the unlock, with interrupts on,
 * before the allocation returns: nobody can rightly know the address earlier. Only callers that may sleep can wait for that, so
 * for all others, the user's fault among them, a scratched page is as good as taken. Where the architecture flushes between
 * clear and set anyway, that is enough. Free leaves scratch alone, since what it cleared could be allocated before its flush.
 *
 * Costs: a flush of the range, by IPI to every CPU, in each allocation that met scratch; nothing under the lock but a local
 * invalidation, no memory, no address space. Callers that cannot sleep are where VM was (C9): they fail as long as the first
 * hole has scratch in it.
 *
 * Claims: a new page is reached by everybody when its address is known (C32).
 */
#include <linux/bug.h>
#include <linux/smp.h>

#include "clear_keep_scratch.h"
#include "scratch_try.h"

/* The allocation that this CPU is in. A program on the allocator's tracepoint may ask for one inside, which gets no lock. */
static struct {
	bool may_flush;		/* afterwards */
	bool must_flush;
} current_alloc[LAB_CPUS];

int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;
	pte_t new_pte = mk_pte(d->pages[d->i], PAGE_KERNEL);

#ifdef ptep_try_set
	while (!ptep_try_set(pte, new_pte)) {
		pte_t old_pte = ptep_get(pte);

		if (pte_none(old_pte))
			continue;
		if (WARN_ON_ONCE(pte_page(old_pte) != d->scratch_page))
			return -EBUSY;
#ifdef flush_tlb_before_set
		ptep_get_and_clear(&init_mm, addr, pte);
		flush_tlb_before_set(addr);
#else
		if (!current_alloc[smp_processor_id()].may_flush)
			return -EBUSY;
		ptep_get_and_clear(&init_mm, addr, pte);
		local_flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
		current_alloc[smp_processor_id()].must_flush = true;
#endif
	}
#else
	if (unlikely(!pte_none(ptep_get(pte))))
		return -EBUSY;
	set_pte_at(&init_mm, addr, pte, new_pte);
#endif
	d->i++;
	return 0;
}

long arena_alloc_pages(struct bpf_arena *arena, long uaddr, long page_cnt, int node_id, bool sleepable)
{
	typeof(current_alloc[0]) *alloc = &current_alloc[smp_processor_id()];
	typeof(current_alloc[0]) outer = *alloc;
	bool must_flush;
	long ret;

	alloc->may_flush = sleepable;
	alloc->must_flush = false;
	ret = arena_alloc_range(arena, uaddr, page_cnt, node_id, sleepable);
	must_flush = alloc->must_flush;
	*alloc = outer;

	/* If the allocation failed, what it had mapped is flushed when it is freed. */
	if (ret && must_flush) {
		unsigned long kaddr = arena_kern_address(arena, (u32)ret);

		flush_tlb_kernel_range(kaddr, kaddr + ((unsigned long)page_cnt << PAGE_SHIFT));
	}
	return ret;
}
