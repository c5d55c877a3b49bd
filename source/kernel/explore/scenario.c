// SPDX-License-Identifier: MIT
/* What scenarios are written with. */
#include <asm/hw_walk.h>
#include <ptelab/explore_machine.h>
#include <ptelab/scenario.h>

#define __arena __attribute__((address_space(1)))

u64 bpf_arena_alloc_pages(u64 p__map, u64 addr__ign, u32 page_cnt, int node_id, u64 flags);
void bpf_arena_free_pages(u64 p__map, u64 ptr__ign, u32 page_cnt);
void bpf_arena_free_pages_non_sleepable(u64 p__map, u64 ptr__ign, u32 page_cnt);

/* By page of the arena; they never move. Also read by the explorer. */
pte_t *lab_kernel_leaves[LAB_SLOTS], *lab_user_leaves[LAB_SLOTS];

/* The arena pointer of a page, as programs have it. */
static u64 pointer_of(u32 page)
{
	return the_arena->user_vm_start + ((u64)page << PAGE_SHIFT);
}

static u32 taken(u64 pointer, u32 count)
{
	u32 first, i;

	if (!pointer)
		return NO_PAGE;
	first = compute_pgoff(the_arena, (u32)pointer);
	for (i = 0; i < count; i++)
		entitle(first + i);
	return first;
}

u32 alloc_pages_anywhere(u32 count)
{
	return taken(bpf_arena_alloc_pages(0, 0, count, -1, 0), count);
}

u32 alloc_page_at(u32 page)
{
	return taken(bpf_arena_alloc_pages(0, pointer_of(page), 1, -1, 0), 1);
}

static void disclaim_all(u32 page, u32 count)
{
	u32 i;

	for (i = 0; i < count && page + i < LAB_SLOTS; i++)
		disclaim(page + i);
}

void free_pages_at(u32 page, u32 count)
{
	disclaim_all(page, count);
	bpf_arena_free_pages(0, pointer_of(page), count);
}

void free_pages_later(u32 page, u32 count)
{
	disclaim_all(page, count);
	bpf_arena_free_pages_non_sleepable(0, pointer_of(page), count);
}

/* Not through arena_kern_address(), which stays in the window: a kfunc adds to the pointer that it was given. */
static unsigned long kernel_address(u32 page)
{
	return (unsigned long)bpf_arena_get_kern_vm_start(the_arena) + ((unsigned long)page << PAGE_SHIFT);
}

u32 kfunc_read(u32 page)
{
	return READ_ONCE(*(u32 *)kernel_address(page));
}

void kfunc_write(u32 page, u32 value)
{
	WRITE_ONCE(*(u32 *)kernel_address(page), value);
}

u32 bpf_read(u32 page)
{
	return *(volatile u32 __arena *)(unsigned long)(u32)pointer_of(page);
}

void bpf_write(u32 page, u32 value)
{
	*(volatile u32 __arena *)(unsigned long)(u32)pointer_of(page) = value;
}

int user_read(u32 page, u32 *value)
{
	return lab_user_access((unsigned long)pointer_of(page), false, value, NULL);
}

int user_write(u32 page, u32 value)
{
	return lab_user_access((unsigned long)pointer_of(page), true, &value, NULL);
}

pte_t *leaf_pointer(u32 page)
{
	return lab_kernel_leaves[page];
}

pte_t *user_leaf_pointer(u32 page)
{
	return lab_user_leaves[page];
}

pte_t leaf_of(u32 page)
{
	return ptep_get(lab_kernel_leaves[page]);
}

bool leaf_is_none(u32 page)
{
	return pte_none(leaf_of(page));
}

static bool maps_scratch(pte_t pte)
{
	return !pte_none(pte) && pte_present(pte) && pte_page(pte) == the_arena->scratch_page;
}

bool leaf_is_scratch(u32 page)
{
	return maps_scratch(leaf_of(page));
}

/* The kernel's leaf entry, found from where the hardware would read its own. */
static pte_t *leaf_in(u64 root, unsigned long address)
{
	struct hw_walk walk;

	hw_walk(root, address, &walk);
	return (pte_t *)(walk.entry_at + LAB_KERNEL_LEAF_OFFSET);
}

void find_leaves(void)
{
	u32 page;

	for (page = 0; page < LAB_SLOTS; page++) {
		lab_kernel_leaves[page] = leaf_in(init_mm.root, kernel_address(page));
		lab_user_leaves[page] = leaf_in(lab_user_mm.root, (unsigned long)pointer_of(page));
	}
	lab_quiet_range(lab_kernel_leaves, sizeof(lab_kernel_leaves), LAB_CONSTANT);
	lab_quiet_range(lab_user_leaves, sizeof(lab_user_leaves), LAB_CONSTANT);
}

/* Times the page is mapped: by the kernel's table, by the user's. */
static u32 count_mappings(pte_t **leaves, const struct page *page)
{
	u32 count = 0;
	u32 slot;

	for (slot = 0; slot < LAB_SLOTS; slot++) {
		pte_t pte = READ_ONCE(*leaves[slot]);

		if (!pte_none(pte) && pte_present(pte) && pte_page(pte) == page)
			count++;
	}
	return count;
}

/*
 * Every page that is somebody's is mapped once for the kernel, and has a reference for that and for each of the user's
 * mappings; one that is nobody's is mapped nowhere.
 */
void check_books(void)
{
	unsigned long frame;

	for (frame = 0; frame < lab_nr_pages; frame++) {
		struct page *page = &mem_map[frame];
		u32 state = READ_ONCE(page->state);
		u32 kernel, user;

		if (state != PAGE_STATE_arena && state != PAGE_STATE_free)
			continue;
		kernel = count_mappings(lab_kernel_leaves, page);
		user = count_mappings(lab_user_leaves, page);
		if (state == PAGE_STATE_free)
			lab_check(!kernel && !user, PROPERTY_use_after_free);
		else
			lab_check((u32)atomic_read(&page->refcount) <= kernel + user, PROPERTY_page_leak);
	}
}
