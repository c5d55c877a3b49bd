/* SPDX-License-Identifier: MIT */
/*
 * The arena: pages shared by BPF programs, user space and the kernel, at the same 32-bit offsets in each of their address
 * spaces. This header is for bpf/arena.c and for the variants, which replace some of its functions.
 */
#ifndef _LINUX_BPF_ARENA_H
#define _LINUX_BPF_ARENA_H

#include <asm/rqspinlock.h>
#include <linux/bpf.h>
#include <linux/irq_work.h>
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/range_tree.h>
#include <linux/types.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

/* What BPF code can address with a 32-bit offset; as much of it as fits where pointers have only 32 bits. */
#ifdef LAB_EXPLORE
#define ARENA_WINDOW	(8ul * PAGE_SIZE)
#elif LAB_POINTER_BITS == 64
#define ARENA_WINDOW	(1ull << 32)
#else
#define ARENA_WINDOW	(1ul << 26)
#endif

/* Unmapped on both sides of the window, half of it each: what an instruction's 16-bit offset can reach. */
#define GUARD_SZ	((65536ul + 2 * PAGE_SIZE - 1) & ~(2 * PAGE_SIZE - 1))
#define KERN_VM_SZ	(ARENA_WINDOW + GUARD_SZ)

/* Recovery covers the window and the upper half of the guard, so tables must be there for all of that. */
#define ARENA_RECOVERY_SZ	(ARENA_WINDOW + GUARD_SZ / 2)

struct bpf_arena {
	struct bpf_map map;
	u64 user_vm_start;
	u64 user_vm_end;
	struct vm_struct *kern_vm;
	struct page *scratch_page;
	rqspinlock_t spinlock;		/* range tree, entries of allocated pages */
	struct range_tree rt;
	struct irq_work free_irq;
	struct work_struct free_work;
	struct llist_head free_spans;
	u64 nr_pages;			/* allocated pages, where the variant counts them; under spinlock */
};

/* Data of apply_range_set_cb(). */
struct apply_range_data {
	struct page **pages;
	int i;				/* pages mapped so far */
	struct page *scratch_page;
	struct bpf_arena *arena;
};

/* Data of apply_range_clear_cb(). */
struct clear_range_data {
	struct llist_head *free_pages;	/* collects the pages, linked by pcp_llist */
	struct page *scratch_page;
	struct bpf_arena *arena;
};

/* Pages whose freeing was put off. */
struct arena_free_span {
	struct llist_node node;
	u32 uaddr;
	u32 page_cnt;
	bool cleared;	/* the entries are gone; only the range is to be given back */
};

static inline u64 clear_lo32(u64 val)
{
	return val & ~(u64)0xffffffff;
}

/* Kernel address of the arena's first byte. */
u64 bpf_arena_get_kern_vm_start(struct bpf_arena *arena);

/* Kernel address that belongs to the low 32 bits of an arena pointer, whatever they are. */
unsigned long arena_kern_address(struct bpf_arena *arena, u32 uaddr);

/* Number of the page in the arena that the low 32 bits of an arena pointer lie in. */
static inline u32 compute_pgoff(struct bpf_arena *arena, u32 uaddr)
{
	return (u32)(uaddr - (u32)arena->user_vm_start) >> PAGE_SHIFT;
}

/*
 * The slots: a variant may define any of them and the core's own are used for the rest. The callbacks get one entry each;
 * set and clear run under arena->spinlock, the scratch one under no lock at all.
 */
int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data);
int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data);
int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr, void *data);	/* data: the scratch page */

/* At creation, when everything else is ready: fills the entries of a design that leaves none empty. */
void arena_populate(struct bpf_arena *arena);

/*
 * Under the lock, takes @page_cnt pages at @pgoff out of the range tree, or anywhere when it is negative. The first page, or
 * an error.
 */
s64 arena_claim_range(struct bpf_arena *arena, s64 pgoff, long page_cnt);

/*
 * Under the lock, takes the page that the user faults on out of the range tree. Its entry is empty; the core does not ask
 * whether the tree has the page, and neither does upstream. A design that keeps ranges busy with empty entries has to.
 */
int arena_claim_for_user(struct bpf_arena *arena, u32 pgoff);

/* Address in user space of the pages, or 0. */
long arena_alloc_pages(struct bpf_arena *arena, long uaddr, long page_cnt, int node_id, bool sleepable);
void arena_free_pages(struct bpf_arena *arena, long uaddr, long page_cnt, bool sleepable);
void arena_free_worker(struct work_struct *work);
vm_fault_t arena_vm_fault(struct vm_fault *vmf);

/*
 * Parts for those who write their own slots. They keep the lab's counters.
 */

/*
 * The whole of an allocation: claims a range, takes pages, maps them. Address in user space, or 0. @sleepable only tells how
 * what was mapped is freed when the rest fails.
 */
long arena_alloc_range(struct bpf_arena *arena, long uaddr, long page_cnt, int node_id, bool sleepable);

/* Maps @count pages at @uaddr by apply_range_set_cb(), under the lock; *mapped gets how many it was. */
int arena_set_range(struct bpf_arena *arena, u32 uaddr, struct page **pages, u32 count, u32 *mapped);

/* Unmaps @count pages by apply_range_clear_cb(), under the lock, and collects them in @free_pages. */
void arena_clear_range(struct bpf_arena *arena, u32 uaddr, u32 count, struct llist_head *free_pages);

/* What the kernel mapping has at @uaddr, perhaps the scratch page, or NULL. */
struct page *arena_page_at(struct bpf_arena *arena, u32 uaddr);

/* Flushes kernel translations, then takes the user's mappings away. Not under the lock, interrupts on. */
void arena_flush_and_zap(struct bpf_arena *arena, u32 uaddr, u32 count);

/* Drops the arena's hold on collected pages. Not under the lock. */
void arena_put_pages(struct llist_head *free_pages);

/* Gives back pages that were taken and not mapped. In any context. */
void arena_drop_pages(struct page **pages, u32 count);

/* Leaves a range to the worker. In any context; when there is no memory for that, the range leaks. */
void arena_defer_free(struct bpf_arena *arena, u32 uaddr, u32 count);

/* The same for a range whose entries are cleared and flushed already: only the range tree is left to do. */
void arena_defer_range(struct bpf_arena *arena, u32 pgoff, u32 count);

/* The worker is done with a span. */
void arena_span_done(struct arena_free_span *span);

/* Cuts a range down to the map. False when nothing is left. */
bool arena_clip_range(struct bpf_arena *arena, long uaddr, long *page_cnt);

/* The arena of this machine. NULL before arena_create() and after arena_destroy(). */
extern struct bpf_arena *the_arena;

/* Highest page ever allocated, plus one. */
extern u32 arena_high_water;

/* The process's mapping of it; vm_private_data is the arena. */
extern struct vm_area_struct arena_user_vma;

/* Makes it, once, before any CPU runs. BUG()s when memory is too small for its tables. */
void arena_create(void);

/* Frees everything when all CPUs stand still. */
void arena_destroy(void);

#endif /* _LINUX_BPF_ARENA_H */
