// SPDX-License-Identifier: MIT
/*
 * Page frames, for the explorer. After boot each CPU has a few of its own, so that which frame an allocation gets does not
 * depend on what other CPUs did; a freed one belongs to the CPU that freed it. An allocation and a free are one step each.
 */
#include <asm/hw_walk.h>
#include <linux/align.h>
#include <linux/bpf_arena.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <ptelab/boot.h>
#include <ptelab/explore_machine.h>

#define POOL_FRAMES	256
#define FRAMES_PER_CPU	4u
/* Generations are kept in the low bits of a frame's address. */
#define GENERATIONS	16u

struct page mem_map[POOL_FRAMES] __aligned(64);
unsigned long lab_first_pfn;
unsigned long lab_nr_pages;

static unsigned long bump_next, bump_end;
/* Free frames of each CPU, one bit each, from lab_first_data on. */
static u32 own_frames[LAB_CPUS];
struct page *lab_first_data;
/* Number of the page that each slot belongs to, plus one. */
u32 lab_owners[LAB_SLOTS];
/* Slots that each CPU is entitled to, one bit each. */
static u32 entitled[LAB_CPUS];
static struct page other_page = { .state = PAGE_STATE_reserved };

void __weak bpf_trace_mm_page_alloc(struct page *page __maybe_unused)
{
}

struct page *lab_page_of_frame(unsigned long frame)
{
	unsigned long index = (unsigned long)(((u64)frame + PHYS_OFFSET) >> PAGE_SHIFT) - lab_first_pfn;

	return index < lab_nr_pages ? &mem_map[index] : &other_page;
}

unsigned long lab_tagged_frame(unsigned long frame)
{
	return frame | (lab_page_of_frame(frame)->generation & (GENERATIONS - 1));
}

static void init_page(struct page *page, u32 state)
{
	page->index = 0;
	page->is_leaf = 0;
	page->pcp_llist.next = NULL;
	page->generation = (page->generation + 1) & (GENERATIONS - 1);
	atomic_set(&page->refcount, 1);
	WRITE_ONCE(page->state, state);
}

static unsigned long bump(unsigned long bytes, unsigned long align, u32 state)
{
	unsigned long start = ALIGN(bump_next, align);
	unsigned long at;

	BUG_ON(start + bytes > bump_end);
	bump_next = start + bytes;
	for (at = start; at < start + bytes; at += PAGE_SIZE)
		init_page(virt_to_page((void *)at), state);
	return start;
}

static struct page *take_frame(u32 state)
{
	u32 *own = &own_frames[smp_processor_id()];
	struct page *page;

	if (!*own || (lab_environment & LAB_ENV_ALLOCATION_FAILURE && __ptelab_choose(2)))
		return NULL;
	page = lab_first_data + __builtin_ctz(*own);
	*own &= *own - 1;
	__ptelab_atomic_begin();
	init_page(page, state);
	clear_page(page_address(page));
	__ptelab_atomic_end();
	return page;
}

struct page *alloc_pages_nolock(gfp_t gfp __maybe_unused, int nid __maybe_unused, unsigned int order)
{
	struct page *page = order ? NULL : take_frame(PAGE_STATE_arena);

	if (page)
		bpf_trace_mm_page_alloc(page);
	return page;
}

struct page *alloc_pages(gfp_t gfp __maybe_unused, unsigned int order)
{
	if (order)
		return NULL;
	if (lab_first_data)
		return take_frame(PAGE_STATE_reserved);
	return virt_to_page((void *)bump(PAGE_SIZE, PAGE_SIZE, PAGE_STATE_reserved));
}

static void free_page_reference(struct page *page)
{
	bool last = false;
	int left;

	__ptelab_atomic_begin();
	left = atomic_dec_return(&page->refcount);
	lab_check(left >= 0 && page->state != PAGE_STATE_free, PROPERTY_double_free);
	lab_check(page->state != PAGE_STATE_scratch, PROPERTY_scratch_freed);
	if (left == 0 && page->state != PAGE_STATE_free) {
		WRITE_ONCE(page->state, PAGE_STATE_free);
		last = true;
	}
	__ptelab_atomic_end();
	if (last && page >= lab_first_data && page < lab_first_data + 32)
		own_frames[smp_processor_id()] |= 1u << (page - lab_first_data);
}

void __free_pages(struct page *page, unsigned int order __maybe_unused)
{
	free_page_reference(page);
}

void free_pages_nolock(struct page *page, unsigned int order __maybe_unused)
{
	free_page_reference(page);
}

void lab_set_page_state(struct page *page, u32 state)
{
	WRITE_ONCE(page->state, state);
}

/* Boot only. Tables smaller than a frame share one with none of another size. */
unsigned long lab_alloc_table(unsigned long bytes)
{
	unsigned long size = bytes < PAGE_SIZE ? PAGE_SIZE : bytes;

	return bump(size, size, PAGE_STATE_table);
}

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

void page_alloc_ready(void)
{
	u32 cpu, i;

	lab_first_data = virt_to_page((void *)ALIGN(bump_next, PAGE_SIZE));
	BUG_ON(lab_first_data + lab_nr_cpus * FRAMES_PER_CPU > mem_map + lab_nr_pages);
	for (cpu = 0; cpu < lab_nr_cpus; cpu++)
		for (i = 0; i < FRAMES_PER_CPU; i++)
			own_frames[cpu] |= 1u << (cpu * FRAMES_PER_CPU + i);
}

void lab_slot_given(u32 slot, struct page *page)
{
	if (slot >= LAB_SLOTS)
		return;
	lab_check(!lab_owners[slot], PROPERTY_double_allocation);
	lab_owners[slot] = (u32)(page - mem_map) + 1;
}

void lab_slot_taken(u32 slot)
{
	if (slot < LAB_SLOTS)
		lab_owners[slot] = 0;
}

struct page *lab_slot_owner(u32 slot)
{
	return slot < LAB_SLOTS && lab_owners[slot] ? &mem_map[lab_owners[slot] - 1] : NULL;
}

bool lab_entitled(u32 slot)
{
	return entitled[smp_processor_id()] & (1u << slot);
}

void entitle(u32 slot)
{
	entitled[smp_processor_id()] |= 1u << slot;
}

void disclaim(u32 slot)
{
	entitled[smp_processor_id()] &= ~(1u << slot);
}

static struct page *page_of_user_leaves(void)
{
	struct hw_walk walk;

	hw_walk(lab_user_mm.root, (unsigned long)the_arena->user_vm_start, &walk);
	return virt_to_page((void *)walk.entry_at);
}

/* Nothing but leaves changes after boot. */
static void mark_tables(void)
{
	struct page *users = page_of_user_leaves();
	unsigned long frame;

	for (frame = 0; frame < lab_nr_pages; frame++) {
		struct page *page = &mem_map[frame];

		if (page->state == PAGE_STATE_table && !page->is_leaf && page != users)
			lab_quiet_range(page_address(page), PAGE_SIZE, LAB_CONSTANT);
	}
}

void mark_frames(void)
{
	mark_tables();
	/* State and reference count are for everyone; the other fields are the owner's. */
	lab_quiet_rows(&mem_map[0].index, sizeof(struct page) - 2 * sizeof(u32), LAB_QUIET, sizeof(struct page),
		       POOL_FRAMES);
	lab_quiet_range(&lab_first_pfn, sizeof(lab_first_pfn), LAB_CONSTANT);
	lab_quiet_range(&lab_nr_pages, sizeof(lab_nr_pages), LAB_CONSTANT);
	lab_quiet_range(&lab_first_data, sizeof(lab_first_data), LAB_CONSTANT);
	lab_quiet_range(own_frames, sizeof(own_frames), LAB_QUIET);
	lab_quiet_range(lab_owners, sizeof(lab_owners), LAB_QUIET);
	lab_quiet_range(entitled, sizeof(entitled), LAB_QUIET);
	lab_quiet_range(&other_page, sizeof(other_page), LAB_CONSTANT);
}
