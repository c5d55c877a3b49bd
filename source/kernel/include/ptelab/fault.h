/* SPDX-License-Identifier: MIT */
/* Between the emulated MMU and the kernel's fault handler. */
#ifndef _PTELAB_FAULT_H
#define _PTELAB_FAULT_H

#include <linux/types.h>

/* What the hardware says about a fault. */
#define LAB_FAULT_WRITE		0x01u
/* The address is mapped, but not for this access. */
#define LAB_FAULT_PROTECTION	0x02u
#define LAB_FAULT_USER		0x04u
/* The access came from BPF code: it has an entry in the exception table. */
#define LAB_FAULT_BPF		0x08u
/* Crosses a page, or an atomic access that is not aligned to its size. */
#define LAB_FAULT_ALIGNMENT	0x10u
/* A table or a leaf points outside of the machine's memory. */
#define LAB_FAULT_BUS		0x20u
/* The address itself is malformed. */
#define LAB_FAULT_NONCANONICAL	0x40u
/* The walk of explore/mmu.c failed at all. The handler never sees it. */
#define LAB_FAULT_EXPLORE	0x80u

enum lab_fault_action {
	LAB_FAULT_RETRY,
	/* The exception table ends the access: a load gives 0, a store is dropped. */
	LAB_FAULT_FIXUP,
	/* The user task gets a signal. */
	LAB_FAULT_SIGNAL,
};

/*
 * The exception vector. `attempt` counts how often this access has faulted before. Does not come
 * back when nothing helps.
 */
enum lab_fault_action lab_page_fault(unsigned long address, u32 error, u32 site, u32 attempt,
				     u32 *signal);

/* True if the hardware would find the kernel address mapped now. */
bool lab_kernel_mapped(unsigned long address);

/* What arena_vm_fault() says to the user task's fault: a set of enum vm_fault_reason. */
int arena_vm_fault_entry(unsigned long address, bool write);

/*
 * Called in front of every access whose address is not direct: the direct address for that one
 * access. The second form takes what BPF code uses as a pointer, and gives 0 for an access that the
 * exception table ended.
 */
unsigned long __mmu_translate(unsigned long address, unsigned int access, unsigned int site);
unsigned long __mmu_translate_arena(unsigned long address, unsigned int access, unsigned int site);

#endif
