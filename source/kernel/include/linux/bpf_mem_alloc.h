/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BPF_MEM_ALLOC_H
#define _LINUX_BPF_MEM_ALLOC_H

/* The arena takes its memory from kmalloc_nolock() and the page allocator. */

#endif
