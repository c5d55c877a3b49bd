/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/gfp_types.h>
#include <linux/mm_types.h>

#define NUMA_NO_NODE	(-1)

/*
 * A page for the arena, from any context: zeroed with __GFP_ZERO, one reference. NULL when memory
 * is short or the allocator's lock is taken right now. Only order 0.
 */
struct page *alloc_pages_nolock(gfp_t gfp, int nid, unsigned int order);
/* A page for the kernel's own use; waits for the lock. Not counted as a page of the arena. */
struct page *alloc_pages(gfp_t gfp, unsigned int order);
#define alloc_page(gfp)			alloc_pages(gfp, 0)
#define alloc_pages_node(nid, gfp, order) alloc_pages(gfp, order)

/* Drops one reference; the page is free when it was the last. */
void __free_pages(struct page *page, unsigned int order);
void free_pages_nolock(struct page *page, unsigned int order);
#define __free_page(page)		__free_pages(page, 0)

/*
 * Memory for a page table: any power of two from 64 bytes up, aligned to its size, uncounted.
 * Not zeroed. Direct address, or 0.
 */
unsigned long lab_alloc_table(unsigned long bytes);

/* Turns a page that alloc_page() gave into the scratch page (or another state of pageStates). */
void lab_set_page_state(struct page *page, u32 state);

/* Free frames now. */
unsigned long nr_free_pages(void);

/* Runs on every page taken by alloc_pages_nolock(), with the allocator's caller's locks held. */
void bpf_trace_mm_page_alloc(struct page *page);

#endif
