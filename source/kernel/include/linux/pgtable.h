/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PGTABLE_H
#define _LINUX_PGTABLE_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/bug.h>
#include <linux/mm_types.h>
#include <asm/lab_arch.h>
#include <asm/tlbflush.h>
#include <ptelab/lab.h>
#include <ptelab/trace.h>

extern struct page mem_map[];
extern unsigned long lab_first_pfn;
extern unsigned long lab_nr_pages;

#define PFN_PHYS(x)		((phys_addr_t)(x) << PAGE_SHIFT)
#define PHYS_PFN(x)		((unsigned long)((x) >> PAGE_SHIFT))
#define PFN_UP(x)		(((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_DOWN(x)		((x) >> PAGE_SHIFT)

/* The direct map: byte address in the machine's memory to physical address and back. */
#define __pa(x)			((phys_addr_t)(unsigned long)(x) + (phys_addr_t)PHYS_OFFSET)
#define __va(x)			((void *)(unsigned long)((phys_addr_t)(x) - (phys_addr_t)PHYS_OFFSET))

static __always_inline bool pfn_valid(unsigned long pfn)
{
	return pfn - lab_first_pfn < lab_nr_pages;
}

static __always_inline struct page *pfn_to_page(unsigned long pfn)
{
	return &mem_map[pfn - lab_first_pfn];
}

static __always_inline unsigned long page_to_pfn(const struct page *page)
{
	return lab_first_pfn + (unsigned long)(page - mem_map);
}

static __always_inline phys_addr_t page_to_phys(const struct page *page)
{
	return PFN_PHYS(page_to_pfn(page));
}

static __always_inline void *page_address(const struct page *page)
{
	return __va(page_to_phys(page));
}

static __always_inline struct page *virt_to_page(const void *address)
{
	return pfn_to_page(PHYS_PFN(__pa(address)));
}

#define phys_to_page(phys)	pfn_to_page(PHYS_PFN(phys))

#include <asm/pgtable.h>

#ifndef pte_page
#define pte_page(pte)		pfn_to_page(pte_pfn(pte))
#endif

#ifndef mk_pte
#define mk_pte(page, prot)	pfn_pte(page_to_pfn(page), prot)
#endif

/*
 * Puts `new` in place of an empty entry of a kernel table, in one step. An architecture that has
 * not looked at what its walker and its clearers need gets this one, which always fails.
 */
#ifndef ptep_try_set
static inline bool ptep_try_set(pte_t *ptep __maybe_unused, pte_t new __maybe_unused)
{
	lab_count(COUNTER_try_set_lost);
	return false;
}
#endif

/* Between the clear of a live kernel entry and the set of another page in its place. */
#ifndef flush_tlb_before_set
static inline void flush_tlb_before_set(unsigned long addr __maybe_unused)
{
}
#endif

#ifndef flush_cache_vunmap
static inline void flush_cache_vunmap(unsigned long start __maybe_unused,
				      unsigned long end __maybe_unused)
{
}
#endif

#ifndef arch_enter_lazy_mmu_mode
#define arch_enter_lazy_mmu_mode()	((void)0)
#define arch_leave_lazy_mmu_mode()	((void)0)
#endif
#define lazy_mmu_mode_enable()		arch_enter_lazy_mmu_mode()
#define lazy_mmu_mode_disable()		arch_leave_lazy_mmu_mode()

#endif
