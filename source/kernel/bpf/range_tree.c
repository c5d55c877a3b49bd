// SPDX-License-Identifier: MIT
/*
 * Free ranges as a sorted list of extents. First fit: the lowest hole that is large enough is always taken, so a hole that
 * cannot be used is offered again and again (claim C9). The caller holds the arena's lock.
 */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/range_tree.h>
#include <linux/slab.h>

static struct range_node *range_node_alloc(u32 start, u32 last, struct range_node *next)
{
	struct range_node *rn = kmalloc_nolock(sizeof(*rn), 0, NUMA_NO_NODE);

	if (rn) {
		rn->start = start;
		rn->last = last;
		rn->next = next;
	}
	return rn;
}

void range_tree_init(struct range_tree *rt)
{
	rt->first = NULL;
}

void range_tree_destroy(struct range_tree *rt)
{
	while (rt->first) {
		struct range_node *rn = rt->first;

		rt->first = rn->next;
		kfree_nolock(rn);
	}
}

s64 range_tree_find(struct range_tree *rt, u32 len)
{
	struct range_node *rn;

	for (rn = rt->first; rn; rn = rn->next)
		if (rn->last - rn->start >= len - 1)
			return rn->start;
	return -ENOENT;
}

int is_range_tree_set(struct range_tree *rt, u32 start, u32 len)
{
	u32 last = start + len - 1;
	struct range_node *rn;

	for (rn = rt->first; rn && rn->start <= start; rn = rn->next)
		if (rn->last >= last)
			return 0;
	return -ESRCH;
}

int range_tree_set(struct range_tree *rt, u32 start, u32 len)
{
	u32 last = start + len - 1;
	struct range_node **link = &rt->first;
	struct range_node *rn;

	/* Skip what ends before the range without touching it. */
	while (*link && (*link)->last < start && (*link)->last + 1 != start)
		link = &(*link)->next;

	rn = *link;
	if (!rn || (rn->start > last && rn->start - 1 != last)) {
		rn = range_node_alloc(start, last, rn);
		if (!rn)
			return -ENOMEM;
		*link = rn;
		return 0;
	}

	if (start < rn->start)
		rn->start = start;

	/* The extent may now reach into the next ones. */
	while (rn->last < last) {
		struct range_node *next = rn->next;

		if (!next || (next->start > last && next->start - 1 != last)) {
			rn->last = last;
			break;
		}
		rn->last = next->last;
		rn->next = next->next;
		kfree_nolock(next);
	}
	return 0;
}

int range_tree_clear(struct range_tree *rt, u32 start, u32 len)
{
	u32 last = start + len - 1;
	struct range_node **link = &rt->first;
	struct range_node *rn;

	while (*link && (*link)->last < start)
		link = &(*link)->next;

	rn = *link;
	if (rn && rn->start < start && rn->last > last) {
		/* A hole in the middle: the only case that needs memory, and no other extent is concerned. */
		struct range_node *tail = range_node_alloc(last + 1, rn->last, rn->next);

		if (!tail)
			return -ENOMEM;
		rn->last = start - 1;
		rn->next = tail;
		return 0;
	}

	while ((rn = *link) && rn->start <= last) {
		if (rn->start < start) {
			rn->last = start - 1;
			link = &rn->next;
		} else if (rn->last > last) {
			rn->start = last + 1;
			break;
		} else {
			*link = rn->next;
			kfree_nolock(rn);
		}
	}
	return 0;
}
