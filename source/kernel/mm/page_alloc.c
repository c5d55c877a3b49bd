// SPDX-License-Identifier: MIT
/*
 * Page frames. While the machine boots, frames and page tables are cut off the low end of the pool
 * in order; what is left then goes to a free list that all CPUs share, behind a short list of each
 * CPU's own.
 *
 * The lock is only held with interrupts off around code that cannot fault, so it is safe in any
 * context; the nolock calls still give up rather than wait, as the kernel's do.
 */
#include <linux/align.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <ptelab/boot.h>
#include <ptelab/lab.h>

/* Rows of mem_map: for 64 MiB of small frames; large ones need more memory for the same work. */
#define MAX_FRAMES		((64ul << 20) >> PAGE_SHIFT > 4096 ? (64ul << 20) >> PAGE_SHIFT : 4096)
/* Kept for page tables larger than a frame that are made after boot. */
#define TABLE_RESERVE		(512ul << 10)
/* Frames a CPU keeps for itself, and how many it moves at a time. */
#define CPU_LIST_MAX		32
#define CPU_LIST_BATCH		16

#define TABLE_MIN_SHIFT		6
#define TABLE_CLASSES		12

struct page mem_map[MAX_FRAMES] __aligned(64);
unsigned long lab_first_pfn;
unsigned long lab_nr_pages;

struct free_list {
	/* Index + 1 of the first frame, or 0; the rest hangs on next_free. */
	u32 first;
	u32 count;
};

struct cpu_list {
	struct free_list list;
} __aligned(64);

/* A frame that is being cut into small tables of one size. */
struct table_frame {
	unsigned long next;
	unsigned long end;
};

static DEFINE_RAW_SPINLOCK(zone_lock);
static struct free_list zone;
static struct cpu_list cpu_lists[LAB_CPUS];
/* Bytes that boot and large tables are cut from. */
static unsigned long bump_next, bump_end;
static struct table_frame table_frames[TABLE_CLASSES];

void __weak bpf_trace_mm_page_alloc(struct page *page __maybe_unused)
{
}

static void push(struct free_list *list, struct page *page)
{
	page->next_free = list->first;
	list->first = (u32)(page - mem_map) + 1;
	list->count++;
}

static struct page *pop(struct free_list *list)
{
	struct page *page;

	if (!list->first)
		return NULL;
	page = &mem_map[list->first - 1];
	list->first = page->next_free;
	list->count--;
	return page;
}

static void move(struct free_list *from, struct free_list *to, u32 count)
{
	struct page *page;

	while (count-- && (page = pop(from)))
		push(to, page);
}

static void init_page(struct page *page, u32 state)
{
	page->index = 0;
	page->is_leaf = 0;
	page->pcp_llist.next = NULL;
	atomic_set(&page->refcount, 1);
	page->generation++;
	/* Last: a free frame that someone still reaches is a finding until now. */
	WRITE_ONCE(page->state, state);
}

/* Cuts aligned bytes off the pool and marks their frames. 0 when there are none left. */
static unsigned long bump(unsigned long bytes, unsigned long align, u32 state)
{
	unsigned long start = ALIGN(bump_next, align);
	unsigned long at;

	if (start + bytes > bump_end)
		return 0;
	bump_next = start + bytes;
	for (at = start; at < start + bytes; at += PAGE_SIZE)
		init_page(virt_to_page((void *)at), state);
	return start;
}

/* Interrupts are off. */
static struct page *take_frame(bool wait)
{
	struct free_list *own = &cpu_lists[smp_processor_id()].list;

	if (!own->count) {
		if (wait)
			raw_spin_lock(&zone_lock);
		else if (!raw_spin_trylock(&zone_lock))
			return NULL;
		move(&zone, own, CPU_LIST_BATCH);
		raw_spin_unlock(&zone_lock);
	}
	return pop(own);
}

static struct page *alloc_frame(gfp_t gfp, u32 state, bool wait)
{
	struct page *page;
	unsigned long flags;

	local_irq_save(flags);
	page = take_frame(wait);
	if (page)
		init_page(page, state);
	local_irq_restore(flags);

	if (page && gfp & __GFP_ZERO)
		clear_page(page_address(page));
	return page;
}

struct page *alloc_pages_nolock(gfp_t gfp, int nid __maybe_unused, unsigned int order)
{
	struct page *page;

	if (order)
		return NULL;
	page = alloc_frame(gfp, PAGE_STATE_arena, false);
	if (page) {
		/* Counted before the tracepoint, in which the task may end. */
		lab_count(COUNTER_pages_allocated);
		bpf_trace_mm_page_alloc(page);
	}
	return page;
}

struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	struct page *page;
	unsigned long at;

	if (order)
		return NULL;
	page = alloc_frame(gfp, PAGE_STATE_reserved, true);
	if (page)
		return page;

	/* Boot, when nothing is on the lists yet. */
	at = bump(PAGE_SIZE, PAGE_SIZE, PAGE_STATE_reserved);
	if (!at)
		return NULL;
	page = virt_to_page((void *)at);
	if (gfp & __GFP_ZERO)
		clear_page(page_address(page));
	return page;
}

static void free_frame(struct page *page, bool wait)
{
	struct free_list *own;
	unsigned long flags;

	WRITE_ONCE(page->state, PAGE_STATE_free);
	page->index = 0;
	page->is_leaf = 0;

	local_irq_save(flags);
	own = &cpu_lists[smp_processor_id()].list;
	push(own, page);
	if (own->count > CPU_LIST_MAX) {
		if (wait)
			raw_spin_lock(&zone_lock);
		if (wait || raw_spin_trylock(&zone_lock)) {
			move(own, &zone, CPU_LIST_BATCH);
			raw_spin_unlock(&zone_lock);
		}
	}
	local_irq_restore(flags);
}

/* Someone gave back what is not his. The frame stays as it is. */
static noinline void report_double_free(struct page *page)
{
	unsigned long address = (unsigned long)page_address(page);

	atomic_inc(&page->refcount);
	if (page->index)
		address = (unsigned long)lab_arena.kern_vm_start +
			  ((unsigned long)(page->index - 1) << PAGE_SHIFT);
	lab_count(COUNTER_double_frees);
	lab_stream_push(STREAM_double_free, this_lab_cpu()->program, address, LAB_NOTHING,
			(u32)(page - mem_map));
}

static void free_pages(struct page *page, bool wait)
{
	int left = atomic_dec_return(&page->refcount);

	if (left < 0)
		report_double_free(page);
	else if (left == 0)
		free_frame(page, wait);
}

void __free_pages(struct page *page, unsigned int order __maybe_unused)
{
	free_pages(page, true);
}

void free_pages_nolock(struct page *page, unsigned int order __maybe_unused)
{
	free_pages(page, false);
}

void lab_set_page_state(struct page *page, u32 state)
{
	WRITE_ONCE(page->state, state);
}

unsigned long nr_free_pages(void)
{
	unsigned long count = READ_ONCE(zone.count);
	u32 cpu;

	for (cpu = 0; cpu < LAB_CPUS; cpu++)
		count += READ_ONCE(cpu_lists[cpu].list.count);
	return count;
}

static unsigned long alloc_small_table(unsigned long bytes)
{
	struct table_frame *frame;
	unsigned long at;

	/* A root of a few entries: no register takes an address that is less aligned than this. */
	bytes = max(bytes, 1ul << TABLE_MIN_SHIFT);
	frame = &table_frames[ilog2(bytes) - TABLE_MIN_SHIFT];

	if (frame->next == frame->end) {
		frame->next = lab_alloc_table(PAGE_SIZE);
		frame->end = frame->next ? frame->next + PAGE_SIZE : 0;
		if (!frame->next)
			return 0;
	}
	at = frame->next;
	frame->next += bytes;
	return at;
}

/* Callers keep each other out: boot, or the lock of the one address space that still grows. */
unsigned long lab_alloc_table(unsigned long bytes)
{
	unsigned long at;
	struct page *page;

	if (bytes < PAGE_SIZE)
		return alloc_small_table(bytes);

	if (bytes == PAGE_SIZE) {
		page = alloc_frame(0, PAGE_STATE_table, true);
		if (page)
			return (unsigned long)page_address(page);
	}
	at = bump(bytes, bytes, PAGE_STATE_table);
	return at;
}

/* Finds the pool; until page_alloc_ready() everything is cut off its low end. */
void page_alloc_init(void)
{
	unsigned long start = ALIGN(__ptelab_static_end(), PAGE_SIZE);
	unsigned long end = ALIGN_DOWN(__ptelab_memory_end(), PAGE_SIZE);

	lab_first_pfn = PHYS_PFN(__pa(start));
	lab_nr_pages = min((end - start) >> PAGE_SHIFT, (unsigned long)ARRAY_SIZE(mem_map));
	lab_arena.first_pfn = lab_first_pfn;
	lab_arena.nr_pool_pages = lab_nr_pages;
	bump_next = start;
	bump_end = start + (lab_nr_pages << PAGE_SHIFT);
}

/* Puts what boot left over on the free list. */
void page_alloc_ready(void)
{
	unsigned long start = ALIGN(bump_next, PAGE_SIZE);
	unsigned long end = bump_end;
	unsigned long at;
	u32 i;

	if (start + TABLE_RESERVE < end)
		end -= TABLE_RESERVE;
	bump_next = end;

	/* Highest first, so that the list gives them out in ascending order. */
	for (at = end; at > start; at -= PAGE_SIZE)
		push(&zone, virt_to_page((void *)(at - PAGE_SIZE)));
	for (at = end; at < bump_end; at += PAGE_SIZE)
		lab_set_page_state(virt_to_page((void *)at), PAGE_STATE_reserved);

	/* A frame of the kernel's small tables must not take in tables of anyone else. */
	for (i = 0; i < TABLE_CLASSES; i++)
		table_frames[i] = (struct table_frame){ 0 };
}
