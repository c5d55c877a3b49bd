// SPDX-License-Identifier: MIT
/*
 * TLB invalidation. A CPU that wants a flush writes down the range, sets its bit in the mask of each
 * other CPU and waits until each has dropped the range or stands still outside of cpu_run(). What a
 * CPU that stands still missed it makes up for with a full flush before it runs again.
 *
 * By IPI, a CPU answers only with interrupts on. By broadcast it answers at its next access whatever
 * its state: the wait stands for the barrier that waits for accesses with old translations.
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/mm_types.h>
#include <asm/tlbflush.h>
#include <ptelab/lab.h>
#include <ptelab/tsb.h>

/* What lab_flush_request.user says: whose translations go. */
#define DROP_KERNEL	0
#define DROP_USER	1
#define DROP_BOTH	2

/* Turns of a wait before the CPU gives its host core away. */
#define SPINS_BEFORE_DOZE	32
#define DOZE_MICROSECONDS	50

static void drop_entry(struct lab_tlb_entry *entry, unsigned long start, unsigned long last, u32 user)
{
	unsigned long page = entry->tag & PAGE_MASK;

	if (!entry->tag || page < start || page > last)
		return;
	if (user != DROP_BOTH && !!(entry->tag & LAB_TLB_USER) != user)
		return;
	WRITE_ONCE(entry->tag, 0);
}

static void drop_range(struct lab_cpu_data *cpu, unsigned long start, unsigned long last, u32 user)
{
	unsigned long pages, i;

	/* The two halves of a pair come and go together. */
	if (LAB_PAIR_TLB) {
		start &= ~(2 * PAGE_SIZE - 1);
		last |= 2 * PAGE_SIZE - 1;
	}
	pages = (last >> PAGE_SHIFT) - (start >> PAGE_SHIFT);
	start &= PAGE_MASK;
	if (pages >= LAB_TLB_ENTRIES) {
		for (i = 0; i < LAB_TLB_ENTRIES; i++)
			drop_entry(&cpu->tlb[i], start, last, user);
		return;
	}
	for (i = start >> PAGE_SHIFT; i <= last >> PAGE_SHIFT; i++)
		drop_entry(&cpu->tlb[i & (LAB_TLB_ENTRIES - 1)], start, last, user);
}

void lab_kick(u32 number)
{
	struct lab_cpu_data *cpu = &lab_cpu_data[number];

	__atomic_fetch_add(&cpu->wake, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&cpu->sleeping, __ATOMIC_SEQ_CST))
		__ptelab_wake(&cpu->wake);
}

static void doze(struct lab_cpu_data *cpu, u32 wake, u32 microseconds)
{
	__atomic_store_n(&cpu->sleeping, 1, __ATOMIC_SEQ_CST);
	__ptelab_wait(&cpu->wake, wake, microseconds);
	__atomic_store_n(&cpu->sleeping, 0, __ATOMIC_SEQ_CST);
}

void lab_doze(u32 microseconds)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 wake = READ_ONCE(cpu->wake);

	hw_poll();
	doze(cpu, wake, microseconds);
	hw_poll();
}

void cpu_relax(void)
{
	struct lab_cpu_data *cpu = this_cpu();

	if (++cpu->relaxed % SPINS_BEFORE_DOZE == 0)
		lab_doze(DOZE_MICROSECONDS);
	else
		hw_poll();
}

/* Carries out the requests of a mask of CPUs. */
static noinline void answer(struct lab_cpu_data *cpu, u32 mask, bool everything)
{
	u32 sender;

	for (sender = 0; mask; sender++, mask >>= 1) {
		const struct lab_flush_request *request = &lab_cpu_data[sender].request;
		u32 sequence;

		if (!(mask & 1))
			continue;
		/* The range belongs to this sequence or to a later one, which has its bit set again. */
		sequence = __atomic_load_n(&request->sequence, __ATOMIC_SEQ_CST);
		if (everything)
			drop_range(cpu, 0, ~0ul, DROP_BOTH);
		else
			drop_range(cpu, READ_ONCE(request->start), READ_ONCE(request->last),
				   READ_ONCE(request->user));
		__atomic_store_n(&cpu->flush_done[sender], sequence, __ATOMIC_SEQ_CST);
		lab_kick(sender);
	}
}

void hw_service(void)
{
	struct lab_cpu_data *cpu = this_cpu();

	if (LAB_FLUSH_IPI && irqs_disabled())
		return;
	answer(cpu, __atomic_exchange_n(&cpu->flush_pending, 0, __ATOMIC_SEQ_CST), false);
}

/* First thing after a CPU has said that it runs. */
void hw_catch_up(void)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 mask = __atomic_exchange_n(&cpu->flush_pending, 0, __ATOMIC_SEQ_CST);

	/* The senders did not wait, so their ranges may be gone. */
	if (mask)
		answer(cpu, mask, true);
}

static bool answered(const struct lab_cpu_data *target, u32 self, u32 sequence)
{
	return __atomic_load_n(&target->flush_done[self], __ATOMIC_SEQ_CST) == sequence ||
	       !__atomic_load_n(&target->running, __ATOMIC_SEQ_CST);
}

static void flush_others(unsigned long start, unsigned long last, u32 user)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 self = __ptelab_cpu();
	u32 sequence = cpu->request.sequence + 1;
	u32 target, before;

	WRITE_ONCE(cpu->request.start, start);
	WRITE_ONCE(cpu->request.last, last);
	WRITE_ONCE(cpu->request.user, user);
	__atomic_store_n(&cpu->request.sequence, sequence, __ATOMIC_SEQ_CST);

	for (target = 0; target < lab_nr_cpus; target++) {
		if (target == self)
			continue;
		__atomic_fetch_or(&lab_cpu_data[target].flush_pending, 1u << self, __ATOMIC_SEQ_CST);
		lab_kick(target);
	}

	before = lab_enter_state(CPU_STATE_flush_wait);
	for (target = 0; target < lab_nr_cpus; target++) {
		if (target == self)
			continue;
		while (!answered(&lab_cpu_data[target], self, sequence))
			cpu_relax();
	}
	lab_leave_state(before);
}

/* An IPI to a CPU that waits for one of ours with interrupts off never ends. */
static void check_interrupts(unsigned long start)
{
	struct lab_cpu_data *cpu = this_cpu();

	if (!irqs_disabled() || !cpu->running)
		return;
	if (lab_nr_cpus == 1) {
		/* Nobody to wait for: the kernel warns and lives. */
		lab_warn(__LINE__);
		return;
	}
	lab_count(COUNTER_lockups);
	lab_stream_push(STREAM_deadlock, this_lab_cpu()->program, start, this_lab_cpu()->site,
			lab_nr_cpus);
	__ptelab_trap(LAB_TRAP_DEADLOCK, __ptelab_cpu());
}

static void flush_range(unsigned long start, unsigned long last, u32 user, bool ipi)
{
	lab_count(COUNTER_tlb_flushes);
	if (ipi)
		check_interrupts(start);
#if LAB_TSB
	/* First: a CPU that has dropped its translation must not find it here again. */
	if (user != DROP_USER)
		lab_tsb_purge(start, last);
#endif
	drop_range(this_cpu(), start, last, user);
	flush_others(start, last, user);
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

void local_flush_tlb_all(void)
{
	drop_range(this_cpu(), 0, ~0ul, DROP_BOTH);
}

void local_flush_tlb_page(unsigned long addr)
{
	drop_range(this_cpu(), addr, addr, DROP_BOTH);
}

void local_flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	if (start != end)
		drop_range(this_cpu(), start, end - 1, DROP_KERNEL);
}

#ifdef LAB_PTE_INVALID
void lab_ipte(void *ptep, unsigned long addr)
{
	__atomic_fetch_or((aligned_u64 *)ptep, LAB_PTE_INVALID, __ATOMIC_SEQ_CST);
	flush_range(addr & PAGE_MASK, addr | ~PAGE_MASK, DROP_BOTH, false);
}
#endif

void lab_purge_page(unsigned long addr)
{
	flush_range(addr & PAGE_MASK, addr | ~PAGE_MASK, DROP_BOTH, false);
}

void lab_flush_cache_all(void)
{
	check_interrupts(0);
	/* There is nothing at this address: each CPU only has to answer. */
	flush_others(0, 0, DROP_USER);
}

#if LAB_TSB
void lab_purge_tsb(unsigned long addr)
{
	lab_tsb_purge(addr & PAGE_MASK, addr | ~PAGE_MASK);
}
#endif

/* Context synchronisation: what the pipeline found ahead of time is forgotten. */
void lab_isb(void)
{
	this_cpu()->speculated = 0;
}

void hw_speculate(unsigned long page)
{
	u32 chaos = READ_ONCE(lab_control.chaos);

	if (LAB_INSTALL_WINDOW && chaos && (lab_random() & 1023) < chaos)
		this_cpu()->speculated = page;
}
