/* SPDX-License-Identifier: MIT */
/*
 * The free ranges of an arena, in pages. A page is "set" while it is free. Nodes come from kmalloc_nolock(), because
 * every change is made under the arena's lock with interrupts off; so any change may fail.
 */
#ifndef _LINUX_RANGE_TREE_H
#define _LINUX_RANGE_TREE_H

#include <linux/types.h>

struct range_node {
	struct range_node *next;
	u32 start;
	u32 last;	/* inclusive */
};

/* Extents in ascending order, neither overlapping nor touching. */
struct range_tree {
	struct range_node *first;
};

void range_tree_init(struct range_tree *rt);
void range_tree_destroy(struct range_tree *rt);

/* Marks pages as free; some may be free already. -ENOMEM leaves everything as it was. */
int range_tree_set(struct range_tree *rt, u32 start, u32 len);

/* Marks pages as busy; some may be busy already. -ENOMEM leaves everything as it was. */
int range_tree_clear(struct range_tree *rt, u32 start, u32 len);

/* 0 when all of the pages are free, else -ESRCH. */
int is_range_tree_set(struct range_tree *rt, u32 start, u32 len);

/* First page of the lowest free run of at least @len pages, or -ENOENT. */
s64 range_tree_find(struct range_tree *rt, u32 len);

#endif /* _LINUX_RANGE_TREE_H */
