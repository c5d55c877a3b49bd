/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/pgtable.h>

/* apply_to_page_range() callback. */
typedef int (*pte_fn_t)(pte_t *pte, unsigned long addr, void *data);

/*
 * Calls fn for the entry of every page of the range, making missing tables. Returns 0 or the first
 * value other than 0 that fn returned, or -ENOMEM.
 */
int apply_to_page_range(struct mm_struct *mm, unsigned long addr, unsigned long size,
			pte_fn_t fn, void *data);
/* The same, but skips what has no table and never makes one. */
int apply_to_existing_page_range(struct mm_struct *mm, unsigned long addr, unsigned long size,
				 pte_fn_t fn, void *data);

/* Maps a page for the user task and takes a reference; -EBUSY when something is mapped there. */
int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page);
vm_fault_t vmf_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page);

/* Takes the user task's mappings of the range away: clear, flush, drop the references. */
void zap_vma_range(struct vm_area_struct *vma, unsigned long addr, unsigned long size);
#define zap_page_range_single(vma, addr, size, details) zap_vma_range(vma, addr, size)

/* Zeroes a page frame at its direct address. */
void clear_page(void *to);

static inline int page_ref_count(const struct page *page)
{
	return atomic_read(&page->refcount);
}

static inline int page_count(const struct page *page)
{
	return page_ref_count(page);
}

/* Whether anyone but the arena holds it: a user's mapping does. */
static inline bool page_mapped(const struct page *page)
{
	return page_ref_count(page) > 1;
}

static inline void page_ref_add(struct page *page, int nr)
{
	atomic_add(nr, &page->refcount);
}

static inline void page_ref_inc(struct page *page)
{
	atomic_inc(&page->refcount);
}

static inline void page_ref_sub(struct page *page, int nr)
{
	atomic_sub(nr, &page->refcount);
}

static inline void page_ref_dec(struct page *page)
{
	atomic_dec(&page->refcount);
}

static inline bool page_ref_add_unless(struct page *page, int nr, int u)
{
	return atomic_add_unless(&page->refcount, nr, u);
}

static inline bool get_page_unless_zero(struct page *page)
{
	return page_ref_add_unless(page, 1, 0);
}

static inline void get_page(struct page *page)
{
	atomic_inc(&page->refcount);
}

static inline void put_page(struct page *page)
{
	__free_page(page);
}

static inline void mmap_read_lock(struct mm_struct *mm __maybe_unused)
{
}

static inline void mmap_read_unlock(struct mm_struct *mm __maybe_unused)
{
}

#endif
