// SPDX-License-Identifier: MIT
/* More of what scenarios are written with: see the header. */
#include <linux/smp.h>
#include <ptelab/scenario_scope.h>

extern u32 lab_work_pending;

u32 kfunc_read_offset(long offset)
{
	return READ_ONCE(*(u32 *)((unsigned long)bpf_arena_get_kern_vm_start(the_arena) + (unsigned long)offset));
}

/* By the names that the architectures have for it. */
static pte_t without_write(pte_t pte)
{
	u64 raw __maybe_unused = pte_val(pte);

#if defined(pte_wrprotect)
	return pte_wrprotect(pte);
#elif defined(PTE_RDONLY)
	return __pte((raw | PTE_RDONLY) & ~PTE_WRITE);
#elif defined(_PAGE_PROTECT)
	return __pte((raw | _PAGE_PROTECT) & ~_PAGE_WRITE);
#elif defined(_PAGE_RW)
	return __pte(raw & ~_PAGE_RW);
#else
	return __pte(raw & ~_PAGE_WRITE);
#endif
}

void make_read_only(u32 page)
{
	set_pte(leaf_pointer(page), without_write(leaf_of(page)));
}

bool leaf_is_owned(u32 page)
{
	pte_t pte = leaf_of(page);

	return !pte_none(pte) && pte_present(pte) && pte_page(pte) != the_arena->scratch_page;
}

bool user_mapping_is_stale(u32 page)
{
	pte_t user = ptep_get(user_leaf_pointer(page));
	pte_t kernel = leaf_of(page);

	if (pte_none(user) || !pte_present(user))
		return false;
	return pte_none(kernel) || !pte_present(kernel) || pte_page(kernel) != pte_page(user);
}

void wait_for_work(void)
{
	__ptelab_atomic_begin();
	__ptelab_block_until(&lab_work_pending, 1);
	lab_work_pending = 0;
	__ptelab_atomic_end();
}
