/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <linux/types.h>
#include <linux/mm_types.h>

struct vm_struct {
	struct vm_struct *next;
	void *addr;
	unsigned long size;
	unsigned long flags;
};

#define VM_ALLOC	0x00000002
#define VM_MAP		0x00000004
#define VM_USERMAP	0x00000008
#define VM_SPARSE	0x00001000

/*
 * Takes a stretch of kernel addresses, lowest first, followed by a page that stays free. The first
 * area begins at VMALLOC_START. NULL when there is no room.
 */
struct vm_struct *get_vm_area(unsigned long size, unsigned long flags);
void free_vm_area(struct vm_struct *area);
struct vm_struct *find_vm_area(const void *addr);

#endif
