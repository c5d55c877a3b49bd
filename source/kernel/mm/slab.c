// SPDX-License-Identifier: MIT
/*
 * Objects for any context, from two fixed pools of equal cells. A cell's first word links it while
 * it is free.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#define SMALL_CELLS	4096
#define LARGE_CELLS	32

struct pool {
	raw_spinlock_t lock;
	void *first;
	/* Cells that were never given out follow from here. */
	u32 fresh;
	u32 cells;
	u32 bytes;
	u8 *memory;
};

static u8 small_memory[SMALL_CELLS][LAB_SLAB_BYTES] __aligned(64);
static u8 large_memory[LARGE_CELLS][LAB_SLAB_LARGE_BYTES] __aligned(64);

static struct pool small = {
	.cells = SMALL_CELLS,
	.bytes = LAB_SLAB_BYTES,
	.memory = (u8 *)small_memory,
};
static struct pool large = {
	.cells = LARGE_CELLS,
	.bytes = LAB_SLAB_LARGE_BYTES,
	.memory = (u8 *)large_memory,
};

static void *take_cell(struct pool *pool)
{
	unsigned long flags;
	void *cell;

	raw_spin_lock_irqsave(&pool->lock, flags);
	cell = pool->first;
	if (cell)
		pool->first = *(void **)cell;
	else if (pool->fresh < pool->cells)
		cell = pool->memory + pool->bytes * pool->fresh++;
	raw_spin_unlock_irqrestore(&pool->lock, flags);
	return cell;
}

static bool holds(const struct pool *pool, const void *object)
{
	return (unsigned long)object - (unsigned long)pool->memory <
	       (unsigned long)pool->cells * pool->bytes;
}

void *kmalloc_nolock(size_t size, gfp_t gfp, int node __maybe_unused)
{
	void *cell;

	if (size > LAB_SLAB_LARGE_BYTES)
		return NULL;
	cell = take_cell(size <= LAB_SLAB_BYTES ? &small : &large);
	if (cell && gfp & __GFP_ZERO)
		memset(cell, 0, size);
	return cell;
}

void kfree_nolock(const void *object)
{
	struct pool *pool = holds(&small, object) ? &small : &large;
	void **cell = (void **)object;
	unsigned long flags;

	if (!object)
		return;
	BUG_ON(!holds(pool, object));
	raw_spin_lock_irqsave(&pool->lock, flags);
	*cell = pool->first;
	pool->first = cell;
	raw_spin_unlock_irqrestore(&pool->lock, flags);
}
