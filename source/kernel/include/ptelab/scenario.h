/* SPDX-License-Identifier: MIT */
/*
 * What the C of a scenario uses. A process is a function without parameters; each CPU of the machine runs one. Arena pages are
 * known by their number: the map has pages 0 to 3, pages 4 to 15 lie behind it and are still recoverable.
 */
#ifndef _PTELAB_SCENARIO_H
#define _PTELAB_SCENARIO_H

#include <linux/bpf_arena.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <ptelab/fault.h>
#include <ptelab/lab.h>

/* No page: an allocation failed. */
#define NO_PAGE		0xffffffffu

#define block_until(word, value)	__ptelab_block_until(word, value)

/* A BPF program of this arena begins to run on this CPU; what follows is its doing or that of kfuncs it calls. */
void program_begin(void);
/* One that uses another arena, or none. */
void program_begin_without_arena(void);
void program_end(void);

/* Has @handler run as a BPF program of this arena from the page allocator's tracepoint on this CPU; NULL for none. */
void trace_page_alloc(void (*handler)(void));

/*
 * The kfuncs bpf_arena_alloc_pages() and bpf_arena_free_pages(). An allocation makes this CPU entitled to the pages: from then
 * on each of its accesses has to reach what was allocated; a free ends that.
 */
u32 alloc_pages_anywhere(u32 count);
u32 alloc_page_at(u32 page);
void free_pages_at(u32 page, u32 count);
void free_pages_later(u32 page, u32 count);

/* This CPU was handed the page, or gives it away. */
void entitle(u32 page);
void disclaim(u32 page);

/* A kfunc's access, as kernel code: one word at the start of the page. */
u32 kfunc_read(u32 page);
void kfunc_write(u32 page, u32 value);

/* The BPF program's own access: a load gives 0 and a store is dropped where nothing is mapped. */
u32 bpf_read(u32 page);
void bpf_write(u32 page, u32 value);

/* The user task's access through its own mapping: 0 or -EFAULT; @value is read or written. */
int user_read(u32 page, u32 *value);
int user_write(u32 page, u32 value);

/* Takes what was freed later off its list, once something is there. For a process that waits for work. */
void run_worker(void);
/* Whether something is there. */
bool worker_has_work(void);

/* The leaf entry of a page as it stands in memory; a step of its own. */
pte_t leaf_of(u32 page);
pte_t *leaf_pointer(u32 page);
/* The user's. */
pte_t *user_leaf_pointer(u32 page);

/* In words of the checks: what the entry holds. */
bool leaf_is_none(u32 page);
bool leaf_is_scratch(u32 page);

/* Violations reported on this CPU so far. */
u32 violations_reported(void);

/* A number that tells final states apart for the reader, shown as `result[i]`. Any process may write any. */
extern u32 lab_result[8];

#endif
