/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/gfp_types.h>
#include <linux/not_modelled.h>

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
#define kmalloc_node(size, gfp, node)	kmalloc_nolock(size, gfp, node)
#define kzalloc_node(size, gfp, node)	kmalloc_nolock(size, (gfp) | __GFP_ZERO, node)
#define kvmalloc(size, gfp)		kmalloc(size, gfp)
#define kvzalloc(size, gfp)		kzalloc(size, gfp)
#define kvcalloc(n, size, gfp)		kcalloc(n, size, gfp)
#define kvmalloc_array(n, size, gfp)	kmalloc_array(n, size, gfp)
/* The type of an object says how large it is. */
#define kmalloc_obj(object, gfp...)	((typeof(object) *)kmalloc(sizeof(object), 0))
#define kzalloc_obj(object, gfp...)	((typeof(object) *)kzalloc(sizeof(object), 0))
#define kmalloc_objs(object, n, gfp...)	((typeof(object) *)kmalloc_array(n, sizeof(object), 0))
#define kzalloc_objs(object, n, gfp...)	((typeof(object) *)kcalloc(n, sizeof(object), 0))
#define KMALLOC_MAX_CACHE_SIZE		LAB_SLAB_LARGE_BYTES
#define KMALLOC_MAX_SIZE		LAB_SLAB_LARGE_BYTES
#define kfree_sensitive(object)		kfree(object)
#define kfree(object)			kfree_nolock(object)
#define kvfree(object)			kfree_nolock(object)

#define __CACHES			"caches of one's own; kmalloc_nolock() has cells of two sizes"

struct __not_modelled(__CACHES) kmem_cache { int nothing; };

__not_modelled_call(kmem_cache_create, __CACHES);
__not_modelled_call(kmem_cache_destroy, __CACHES);
__not_modelled_call(kmem_cache_alloc, __CACHES);
__not_modelled_call(kmem_cache_free, __CACHES);

DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))
DEFINE_FREE(kfree_nolock, void *, if (!IS_ERR_OR_NULL(_T)) kfree_nolock(_T))

#endif
