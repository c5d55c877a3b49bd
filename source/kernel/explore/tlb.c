// SPDX-License-Identifier: MIT
/*
 * TLB invalidation, for the explorer: one step for each CPU that is made to forget, in every order. By IPI a CPU forgets only
 * with interrupts on; by broadcast in whatever state it is.
 */
#include <linux/bug.h>
#include <linux/irqflags.h>
#include <asm/tlbflush.h>
#include <ptelab/explore_machine.h>

/* Whose translations go. */
#define DROP_KERNEL	0
#define DROP_USER	1
#define DROP_BOTH	2

u32 lab_slot_of(unsigned long address, bool user)
{
	u64 start = user ? lab_arena.user_vm_start : lab_arena.kern_vm_start;

	/* Pages elsewhere share the places of these; what they push out is as good as evicted. */
	return (u32)(((u64)address - start) >> PAGE_SHIFT) & (LAB_SLOTS - 1);
}

static void forget_view(struct lab_view *view, unsigned long start, unsigned long last)
{
	unsigned long page = view->tag & PAGE_MASK;

	if (!view->tag || page < (start & PAGE_MASK) || page > last)
		return;
	view->tag = 0;
	view->frame = 0;
}

static void forget_leftovers(u32 cpu, unsigned long start, unsigned long last)
{
	unsigned long page = (unsigned long)lab_arena.kern_vm_start;
	u32 slot, i;

	for (slot = 0; slot < LAB_SLOTS; slot++, page += PAGE_SIZE) {
		if (page < (start & PAGE_MASK) || page > last)
			continue;
		for (i = 0; i < LAB_LEFTOVERS; i++)
			if (lab_leftover[cpu][slot][i])
				lab_leftover[cpu][slot][i] = 0;
	}
}

void lab_forget(u32 cpu, unsigned long start, unsigned long last, u32 user)
{
	u32 slot;

	/* The two halves of a pair come and go together. */
	if (LAB_PAIR_TLB) {
		start &= ~(2 * PAGE_SIZE - 1);
		last |= 2 * PAGE_SIZE - 1;
	}
	for (slot = 0; slot < LAB_SLOTS; slot++) {
		if (user != DROP_USER)
			forget_view(&lab_tlb[cpu][0][slot], start, last);
		if (user != DROP_KERNEL)
			forget_view(&lab_tlb[cpu][1][slot], start, last);
	}
	if (user != DROP_USER)
		forget_leftovers(cpu, start, last);
}

/* The n-th bit that is set. */
static u32 nth_bit(u32 mask, u32 n)
{
	while (n--)
		mask &= mask - 1;
	return __builtin_ctz(mask);
}

/* Nobody waits by turning here. */
void cpu_relax(void)
{
}

static void flush_range(unsigned long start, unsigned long last, u32 user, bool ipi)
{
	u32 self = __ptelab_cpu();
	u32 others = ((1u << lab_nr_cpus) - 1) & ~(1u << self);
	bool first = true;

	if (ipi && irqs_disabled()) {
		/* Another CPU may wait for this one in the same way: nobody answers. With no other the kernel only warns. */
		if (others)
			lab_check(false, PROPERTY_ipi_with_interrupts_off);
		else
			lab_warn(__LINE__);
	}
	while (others) {
		u32 target = nth_bit(others, __ptelab_choose(__builtin_popcount(others)));

		__ptelab_atomic_begin();
		if (ipi)
			__ptelab_block_until(&lab_cpus[target].irqs_off, 0);
		if (first)
			lab_forget(self, start, last, user);
		lab_forget(target, start, last, user);
		__ptelab_atomic_end();
		first = false;
		others &= ~(1u << target);
	}
	if (first) {
		__ptelab_atomic_begin();
		lab_forget(self, start, last, user);
		__ptelab_atomic_end();
	}
}

void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	if (start == end)
		return;
	if (LAB_FLUSH_ALL)
		flush_range(0, ~0ul, DROP_KERNEL, LAB_FLUSH_IPI);
	else
		flush_range(start, end - 1, DROP_KERNEL, LAB_FLUSH_IPI);
}

void flush_tlb_user_range(unsigned long start, unsigned long end)
{
	if (start != end)
		flush_range(start, end - 1, DROP_USER, LAB_FLUSH_IPI);
}

void flush_tlb_all(void)
{
	flush_range(0, ~0ul, DROP_BOTH, LAB_FLUSH_IPI);
}

/* Nobody but this CPU can tell when it forgets. */
static void forget_here(unsigned long start, unsigned long last, u32 user)
{
	__ptelab_atomic_begin();
	lab_forget(__ptelab_cpu(), start, last, user);
	__ptelab_atomic_end();
}

void local_flush_tlb_all(void)
{
	forget_here(0, ~0ul, DROP_BOTH);
}

void local_flush_tlb_page(unsigned long addr)
{
	forget_here(addr, addr, DROP_BOTH);
}

void local_flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	if (start != end)
		forget_here(start, end - 1, DROP_KERNEL);
}

void lab_purge_page(unsigned long addr)
{
	flush_range(addr & PAGE_MASK, addr | ~PAGE_MASK, DROP_BOTH, false);
}

/* No translation is at stake: only that each CPU takes the IPI. */
void lab_flush_cache_all(void)
{
	flush_range(0, 0, DROP_USER, true);
}

/* There is no such table here: what it could hold is among the translations that a CPU may have left over. */
void lab_purge_tsb(unsigned long addr __maybe_unused)
{
}

#ifdef LAB_PTE_INVALID
/* One instruction: it does not end before every CPU has forgotten. */
void lab_ipte(void *ptep, unsigned long addr)
{
	u32 cpu;

	__ptelab_atomic_begin();
	__atomic_fetch_or((aligned_u64 *)ptep, LAB_PTE_INVALID, __ATOMIC_SEQ_CST);
	for (cpu = 0; cpu < lab_nr_cpus; cpu++)
		lab_forget(cpu, addr & PAGE_MASK, addr | ~PAGE_MASK, DROP_BOTH);
	__ptelab_atomic_end();
}
#endif
