/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/gfp_types.h>

/*
 * A small fixed pool of objects of up to LAB_SLAB_BYTES; larger ones come from a few larger cells.
 * Both calls are safe in any context; the first gives NULL when the pool is empty.
 */
#define LAB_SLAB_BYTES		128
#define LAB_SLAB_LARGE_BYTES	8192

void *kmalloc_nolock(size_t size, gfp_t gfp, int node);
void kfree_nolock(const void *object);

#define kmalloc(size, gfp)		kmalloc_nolock(size, gfp, -1)
#define kzalloc(size, gfp)		kmalloc_nolock(size, (gfp) | __GFP_ZERO, -1)
#define kcalloc(n, size, gfp)		kzalloc((n) * (size), gfp)
#define kmalloc_array(n, size, gfp)	kmalloc((n) * (size), gfp)
#define kfree(object)			kfree_nolock(object)
#define kvfree(object)			kfree_nolock(object)

#endif
