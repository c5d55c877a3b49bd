/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/types.h>
#include <linux/align.h>
#include <linux/atomic.h>
#include <linux/llist.h>
#include <linux/llist.h>
#include <linux/spinlock.h>
#include <asm/lab_arch.h>

#ifndef PAGE_SIZE
#define PAGE_SIZE		(1UL << PAGE_SHIFT)
#endif
#ifndef PAGE_MASK
#define PAGE_MASK		(~(PAGE_SIZE - 1))
#endif
#define PAGE_ALIGN(addr)	ALIGN(addr, PAGE_SIZE)
#define PAGE_ALIGN_DOWN(addr)	ALIGN_DOWN(addr, PAGE_SIZE)
#define PAGE_ALIGNED(addr)	IS_ALIGNED((unsigned long)(addr), PAGE_SIZE)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

/* One frame of the pool; the first four words are shared with the host (docs/machine.md). */
struct page {
	u32 state;
	atomic_t refcount;
	/* Arena page index + 1, or 0. */
	u32 index;
	u32 generation;
	union {
		/* Of a frame with leaf tables of the kernel: the address its first entry maps, as two words. */
		struct {
			u32 maps_high;
			u32 maps_low;
		};
		/* Of an arena page on its way out: links it to the others. */
		struct llist_node pcp_llist;
	};
	/* Not 0 when the two words above are set. */
	u16 is_leaf;
	/* Of an arena page: PG_* bits. */
	u16 flags;
	/* Next free frame's index + 1, or 0. */
	u32 next_free;
};

/* The page belongs to a slab allocator. */
#define PG_slab		1u

struct mm_struct;

struct file {
	void *private_data;
};

struct vm_area_struct {
	unsigned long vm_start;
	unsigned long vm_end;
	struct mm_struct *vm_mm;
	void *vm_private_data;
	/* Of a copy that a pasted arena_vm_fault() is given; else NULL. */
	struct file *vm_file;
};

/* An address space: its root table is all a walk needs. */
struct mm_struct {
	/* Direct address of the root table. */
	void *pgd;
	/* Physical address of the same, as the hardware holds it. */
	u64 root __aligned(8);
	/* Keeps the user table: readers are faults and zaps, so a simple lock does. */
	raw_spinlock_t page_table_lock;
	u32 is_user;
};

_Static_assert(sizeof(struct page) == 32, "the host reads mem_map as rows of eight words");

extern struct mm_struct init_mm;
/* The one process of the machine, which has the arena mapped. */
extern struct mm_struct lab_user_mm;

enum vm_fault_reason {
	VM_FAULT_OOM		= 0x0001,
	VM_FAULT_SIGBUS		= 0x0002,
	VM_FAULT_SIGSEGV	= 0x0040,
	VM_FAULT_NOPAGE		= 0x0100,
	VM_FAULT_LOCKED		= 0x0200,
	VM_FAULT_RETRY		= 0x0400,
};
#define VM_FAULT_ERROR	(VM_FAULT_OOM | VM_FAULT_SIGBUS | VM_FAULT_SIGSEGV)

enum lab_fault_flags {
	FAULT_FLAG_WRITE	= 1,
	FAULT_FLAG_VMA_LOCK	= 2,
};

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned long address;
	unsigned long pgoff;
	unsigned int flags;
	struct page *page;
};

#endif
