// SPDX-License-Identifier: MIT
/*
 * Locks, for the explorer: who waits has no step until the lock is free. A resilient lock refuses at once what can never be
 * had (this CPU holds it already); that it gives up on another CPU is for the surroundings to decide.
 */
#include <asm/rqspinlock.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/ktime.h>
#include <linux/spinlock.h>
#include <ptelab/explore_machine.h>

bool lab_holds(const u32 *word)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 i;

	for (i = 0; i < cpu->nr_held; i++)
		if (cpu->held[i] == word)
			return true;
	return false;
}

static void note_held(u32 *word)
{
	struct lab_cpu_data *cpu = this_cpu();

	BUG_ON(cpu->nr_held >= LAB_LOCK_DEPTH);
	cpu->held[cpu->nr_held++] = word;
}

static void note_released(u32 *word)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 i;

	/* In any order; the last one fills the gap. */
	for (i = 0; i < cpu->nr_held; i++) {
		if (cpu->held[i] != word)
			continue;
		cpu->held[i] = cpu->held[--cpu->nr_held];
		cpu->held[cpu->nr_held] = NULL;
		return;
	}
	lab_check(false, PROPERTY_lock_misuse);
}

static void wait_and_take(u32 *word)
{
	__ptelab_atomic_begin();
	__ptelab_block_until(word, 0);
	*word = __ptelab_cpu() + 1;
	__ptelab_atomic_end();
	note_held(word);
}

static bool try_to_take(u32 *word)
{
	bool taken = false;

	__ptelab_atomic_begin();
	if (!*(volatile u32 *)word) {
		*word = __ptelab_cpu() + 1;
		taken = true;
	}
	__ptelab_atomic_end();
	if (taken)
		note_held(word);
	return taken;
}

static void release(u32 *word)
{
	note_released(word);
	__atomic_store_n(word, 0, __ATOMIC_RELEASE);
}

void raw_res_spin_lock_init(rqspinlock_t *lock)
{
	WRITE_ONCE(lock->val, 0);
}

int raw_res_spin_lock(rqspinlock_t *lock)
{
	if (lab_holds(&lock->val))
		return -EDEADLK;
	if (lab_environment & LAB_ENV_LOCK_TIMEOUT && __ptelab_choose(2))
		return try_to_take(&lock->val) ? 0 : -ETIMEDOUT;
	wait_and_take(&lock->val);
	return 0;
}

bool raw_res_spin_trylock(rqspinlock_t *lock)
{
	return try_to_take(&lock->val);
}

void raw_res_spin_unlock(rqspinlock_t *lock)
{
	release(&lock->val);
}

void raw_spin_lock(raw_spinlock_t *lock)
{
	wait_and_take(&lock->owner);
}

bool raw_spin_trylock(raw_spinlock_t *lock)
{
	return try_to_take(&lock->owner);
}

void raw_spin_unlock(raw_spinlock_t *lock)
{
	release(&lock->owner);
}

/* Time does not pass by itself. */
u64 ktime_get_mono_fast_ns(void)
{
	return 0;
}
