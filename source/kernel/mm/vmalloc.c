// SPDX-License-Identifier: MIT
/* Stretches of kernel address space. Nothing is mapped in them here. */
#include <linux/kernel.h>
#include <linux/pgtable.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>

static DEFINE_RAW_SPINLOCK(vmap_lock);
/* Sorted by address. */
static struct vm_struct *areas;

/* The first hole of the size, or 0; *link gets the place to insert at. */
static unsigned long find_hole(unsigned long size, struct vm_struct ***link)
{
	unsigned long start = VMALLOC_START;

	for (*link = &areas; **link; *link = &(**link)->next) {
		struct vm_struct *area = **link;

		if ((unsigned long)area->addr - start >= size)
			return start;
		start = (unsigned long)area->addr + area->size;
	}
	return start + size > start ? start : 0;
}

struct vm_struct *get_vm_area(unsigned long size, unsigned long flags)
{
	struct vm_struct *area = kmalloc_nolock(sizeof(*area), __GFP_ZERO, -1);
	struct vm_struct **link;
	unsigned long irq, start;

	if (!area)
		return NULL;
	/* A page after it stays unmapped. */
	size = PAGE_ALIGN(size) + PAGE_SIZE;

	raw_spin_lock_irqsave(&vmap_lock, irq);
	start = find_hole(size, &link);
	if (start) {
		area->addr = (void *)start;
		area->size = size;
		area->flags = flags;
		area->next = *link;
		*link = area;
	}
	raw_spin_unlock_irqrestore(&vmap_lock, irq);

	if (!start) {
		kfree_nolock(area);
		return NULL;
	}
	return area;
}

void free_vm_area(struct vm_struct *area)
{
	unsigned long start = (unsigned long)area->addr;
	struct vm_struct **link;
	unsigned long flags;

	raw_spin_lock_irqsave(&vmap_lock, flags);
	for (link = &areas; *link; link = &(*link)->next) {
		if (*link != area)
			continue;
		*link = area->next;
		break;
	}
	raw_spin_unlock_irqrestore(&vmap_lock, flags);

	flush_tlb_kernel_range(start, start + area->size);
	kfree_nolock(area);
}

struct vm_struct *find_vm_area(const void *addr)
{
	struct vm_struct *area;
	unsigned long flags;

	raw_spin_lock_irqsave(&vmap_lock, flags);
	for (area = areas; area; area = area->next)
		if ((unsigned long)addr - (unsigned long)area->addr < area->size)
			break;
	raw_spin_unlock_irqrestore(&vmap_lock, flags);
	return area;
}
