// SPDX-License-Identifier: MIT
/*
 * Small objects and free ranges, for the explorer. Objects come from cells of the CPU's own, so that an allocation is nobody
 * else's business; the ranges are one word, used under the arena's lock.
 */
#include <linux/bpf_arena.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <ptelab/explore_machine.h>

#define CELLS		8
#define CELL_BYTES	128

static u8 cells[LAB_CPUS][CELLS][CELL_BYTES] __aligned(64);
static u8 used[LAB_CPUS][CELLS];
/* A bit for each free page of the map. */
u32 lab_free_map;

void *kmalloc_nolock(size_t size, gfp_t gfp, int node __maybe_unused)
{
	u32 cpu = smp_processor_id();
	u32 cell;

	if (size > CELL_BYTES || (lab_environment & LAB_ENV_ALLOCATION_FAILURE && __ptelab_choose(2)))
		return NULL;
	for (cell = 0; cell < CELLS && used[cpu][cell]; cell++)
		;
	if (cell == CELLS)
		return NULL;
	used[cpu][cell] = 1;
	if (gfp & __GFP_ZERO)
		memset(cells[cpu][cell], 0, size);
	return cells[cpu][cell];
}

void kfree_nolock(const void *object)
{
	unsigned long index = ((unsigned long)object - (unsigned long)cells) / CELL_BYTES;
	u64 *word = (u64 *)object;
	u32 i;

	if (!object)
		return;
	BUG_ON(index >= LAB_CPUS * CELLS);
	/* What was in it would tell states apart. */
	for (i = 0; i < CELL_BYTES / sizeof(*word); i++)
		if (word[i])
			word[i] = 0;
	((u8 *)used)[index] = 0;
}

void mark_objects(void)
{
	lab_quiet_range(cells, sizeof(cells), LAB_QUIET);
	lab_quiet_range(used, sizeof(used), LAB_QUIET);
	lab_quiet_range(&lab_free_map, sizeof(lab_free_map), LAB_QUIET);
}

static void check_locked(void)
{
	if (the_arena)
		lab_check(lab_holds(&the_arena->spinlock.val), PROPERTY_lock_misuse);
}

bool lab_range_is_free(u32 page)
{
	return lab_free_map & (1u << page);
}

static u32 mask_of(u32 start, u32 len)
{
	return (len >= 32 ? ~0u : (1u << len) - 1) << start;
}

void range_tree_init(struct range_tree *rt)
{
	rt->first = NULL;
	lab_free_map = 0;
}

void range_tree_destroy(struct range_tree *rt __maybe_unused)
{
	lab_free_map = 0;
}

/* Memory for a node of the range tree, which a change needs that leaves more stretches than there were. */
static bool node_fails(bool needed)
{
	return needed && lab_environment & LAB_ENV_ALLOCATION_FAILURE && __ptelab_choose(2);
}

static bool free_before(u32 start)
{
	return start > 0 && lab_range_is_free(start - 1);
}

static bool free_behind(u32 start, u32 len)
{
	return start + len < LAB_MAP_PAGES && lab_range_is_free(start + len);
}

int range_tree_set(struct range_tree *rt __maybe_unused, u32 start, u32 len)
{
	check_locked();
	if (node_fails((lab_free_map & mask_of(start, len)) != mask_of(start, len) && !free_before(start) &&
		       !free_behind(start, len)))
		return -ENOMEM;
	lab_free_map |= mask_of(start, len);
	return 0;
}

int range_tree_clear(struct range_tree *rt __maybe_unused, u32 start, u32 len)
{
	check_locked();
	if (node_fails((lab_free_map & mask_of(start, len)) == mask_of(start, len) && free_before(start) &&
		       free_behind(start, len)))
		return -ENOMEM;
	lab_free_map &= ~mask_of(start, len);
	return 0;
}

int is_range_tree_set(struct range_tree *rt __maybe_unused, u32 start, u32 len)
{
	check_locked();
	return (lab_free_map & mask_of(start, len)) == mask_of(start, len) ? 0 : -ESRCH;
}

s64 range_tree_find(struct range_tree *rt __maybe_unused, u32 len)
{
	u32 start;

	check_locked();
	for (start = 0; start + len <= LAB_MAP_PAGES; start++)
		if ((lab_free_map & mask_of(start, len)) == mask_of(start, len))
			return start;
	return -ENOENT;
}
