// SPDX-License-Identifier: MIT
/*
 * What the rest of the kernel and of the machine is to an architecture's pgtable.h: hooks of the trace,
 * which check each change against the entry's value before it, and what flushes and locks are called.
 */
#include <sched.h>

#include "harness.h"

struct mm_struct init_mm;

u64 shadow[MEMORY_END / sizeof(pte_t)];
unsigned long events, wrong_events, ipte_calls, local_flushes, kernel_flushes;
unsigned long exchanges;
bool racing;
pte_t *race_entry;
u64 race_sum;

unsigned long __ptelab_memory_end(void);
unsigned long __ptelab_memory_end(void) { return MEMORY_END; }
unsigned int __ptelab_cpu(void);
unsigned int __ptelab_cpu(void) { return 3; }
void local_flush_tlb_all(void);
void local_flush_tlb_all(void) { local_flushes++; }
void flush_tlb_kernel_range(unsigned long start, unsigned long end);
void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	kernel_flushes += (end - start) >> PAGE_SHIFT;
}
void lab_access_point(void) { }
void local_flush_tlb_page(unsigned long addr);
void local_flush_tlb_page(unsigned long addr) { (void)addr; local_flushes++; }
void lab_purge_page(unsigned long addr);
void lab_purge_page(unsigned long addr) { (void)addr; }
void lab_purge_tsb(unsigned long addr);
void lab_purge_tsb(unsigned long addr) { (void)addr; }
void lab_flush_cache_all(void);
void lab_flush_cache_all(void) { }

bool lab_kernel_mapped(unsigned long addr);
bool lab_kernel_mapped(unsigned long addr)
{
	struct hw_walk walk;

	return hw_walk(LAB_DIRECT_TO_PHYS(init_mm.pgd), addr, &walk) & HW_VALID;
}

/* One lock for all: what it is to keep out is the same. */
static u32 hash_lock;
unsigned long lab_hash_lock(const void *address);
unsigned long lab_hash_lock(const void *address)
{
	(void)address;
	while (__atomic_exchange_n(&hash_lock, 1, __ATOMIC_ACQUIRE))
		;
	return 0;
}

void lab_hash_unlock(const void *address, unsigned long flags);
void lab_hash_unlock(const void *address, unsigned long flags)
{
	(void)address; (void)flags;
	__atomic_store_n(&hash_lock, 0, __ATOMIC_RELEASE);
}

void lab_pte_stored(void *ptep, u64 old, u64 new)
{
	u64 *expected = shadow_of(ptep);

	if (racing) {
		/* An install may change the buddy as well, which is not looked at. */
		if (ptep == race_entry)
			__atomic_fetch_add(&race_sum, new - old, __ATOMIC_SEQ_CST);
		return;
	}
	events++;
	if (*expected != old)
		wrong_events++;
	*expected = new;
}

void lab_pte_try_set_result(void *ptep, u64 found, u64 new, bool done)
{
	if (done)
		lab_pte_stored(ptep, found, new);
	else if (!racing && *shadow_of(ptep) != found)
		wrong_events++;
}

void lab_isb(void);
void lab_isb(void) { }
void cpu_relax(void);
void cpu_relax(void) { sched_yield(); }

/* The machine does not trace the mark; here it must not break the chain of values. */
void lab_ipte(void *ptep, unsigned long addr);
void lab_ipte(void *ptep, unsigned long addr)
{
	u64 old = __atomic_fetch_or((u64 *)ptep, 0x400, __ATOMIC_SEQ_CST);

	(void)addr;
	if (racing)
		__atomic_fetch_add(&race_sum, (old | 0x400) - old, __ATOMIC_SEQ_CST);
	else
		*shadow_of(ptep) = old | 0x400;
	__atomic_fetch_add(&ipte_calls, 1, __ATOMIC_SEQ_CST);
}
