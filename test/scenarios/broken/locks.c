// SPDX-License-Identifier: MIT
/* Properties of locks, waiting and order, each broken and mended. */
#include <linux/irqflags.h>
#include <linux/spinlock.h>
#include <ptelab/scenario.h>

static void flush_first(void)
{
	unsigned long start = (unsigned long)bpf_arena_get_kern_vm_start(the_arena);

	flush_tlb_kernel_range(start, start + PAGE_SIZE);
}

void ipi_with_interrupts_off_broken(void)
{
	unsigned long flags;

	local_irq_save(flags);
	flush_first();
	local_irq_restore(flags);
}

void ipi_with_interrupts_off_mended(void)
{
	flush_first();
}

void ipi_with_interrupts_off_other(void)
{
	leaf_of(0);
}

static raw_spinlock_t a_lock, b_lock;

/* The range tree without the arena's lock. */

void lock_misuse_broken(void)
{
	leaf_of(0);
	range_tree_clear(&the_arena->rt, 0, 1);
}

void lock_misuse_mended(void)
{
	unsigned long flags;

	if (!raw_res_spin_lock_irqsave(&the_arena->spinlock, flags)) {
		range_tree_clear(&the_arena->rt, 0, 1);
		raw_res_spin_unlock_irqrestore(&the_arena->spinlock, flags);
	}
}

/* A lock released by one who does not hold it. */

void lock_misuse__release_broken(void)
{
	leaf_of(0);
	raw_spin_unlock(&a_lock);
}

void lock_misuse__release_mended(void)
{
	raw_spin_lock(&a_lock);
	raw_spin_unlock(&a_lock);
}

static void take_both(raw_spinlock_t *first, raw_spinlock_t *second)
{
	raw_spin_lock(first);
	raw_spin_lock(second);
	raw_spin_unlock(second);
	raw_spin_unlock(first);
}

void deadlock_broken(void)
{
	take_both(&a_lock, &b_lock);
}

void deadlock_mended(void)
{
	take_both(&b_lock, &a_lock);
}

void deadlock_other(void)
{
	take_both(&b_lock, &a_lock);
}

/* Two who each give way to the other, without end; or one of them waits until the other is through. */

static u32 wanted[2];

static void give_way(u32 self)
{
	WRITE_ONCE(wanted[self], 1);
	while (READ_ONCE(wanted[!self])) {
		WRITE_ONCE(wanted[self], 0);
		WRITE_ONCE(wanted[self], 1);
	}
	WRITE_ONCE(wanted[self], 0);
}

void livelock_broken(void)
{
	give_way(0);
}

void livelock_broken_other(void)
{
	give_way(1);
}

void livelock_mended(void)
{
	WRITE_ONCE(wanted[0], 1);
	block_until(&wanted[1], 0);
	WRITE_ONCE(wanted[0], 0);
}

void livelock_mended_other(void)
{
	WRITE_ONCE(wanted[1], 1);
	while (READ_ONCE(wanted[0])) {
		WRITE_ONCE(wanted[1], 0);
		block_until(&wanted[0], 0);
		WRITE_ONCE(wanted[1], 1);
	}
	WRITE_ONCE(wanted[1], 0);
}

/* One CPU stores what another reads. */

static u32 shared_word;

void data_race_broken(void)
{
	shared_word = 1;
}

void data_race_mended(void)
{
	__atomic_store_n(&shared_word, 1, __ATOMIC_RELAXED);
}

void data_race_other(void)
{
	lab_result[0] = __atomic_load_n(&shared_word, __ATOMIC_RELAXED);
}

/* The kernel's way to say that it is meant. */

void data_race__once_broken(void)
{
	shared_word = 1;
}

void data_race__once_mended(void)
{
	WRITE_ONCE(shared_word, 1);
}

void data_race__once_other(void)
{
	lab_result[0] = READ_ONCE(shared_word);
}
