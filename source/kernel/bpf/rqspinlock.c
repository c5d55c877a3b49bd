// SPDX-License-Identifier: MIT
/*
 * Resilient spinlock. Each CPU keeps a table of the locks it holds: asking for one of them again fails at once, and
 * asking for a lock whose holder never comes back fails after a bounded number of polls.
 */
#include <asm/processor.h>
#include <asm/rqspinlock.h>
#include <linux/errno.h>
#include <ptelab/lab.h>

/*
 * Polls before the attempt times out. A poll gives the core away now and then (cpu_relax()), so that on a busy host the
 * bound is a good part of a second, not the time the loop itself takes.
 */
#define RES_MAX_POLLS	60000

void raw_res_spin_lock_init(rqspinlock_t *lock)
{
	WRITE_ONCE(lock->val, 0);
}

static bool held_by_this_cpu(rqspinlock_t *lock)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 i;

	for (i = 0; i < cpu->nr_held; i++)
		if (cpu->held[i] == &lock->val)
			return true;
	return false;
}

static void note_held(rqspinlock_t *lock)
{
	struct lab_cpu_data *cpu = this_cpu();

	cpu->held[cpu->nr_held++] = &lock->val;
	WRITE_ONCE(this_lab_cpu()->locks_held, cpu->nr_held);
}

static void note_released(rqspinlock_t *lock)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 i;

	/* Locks may be released in any order; the last one fills the gap. */
	for (i = 0; i < cpu->nr_held; i++) {
		if (cpu->held[i] == &lock->val) {
			cpu->held[i] = cpu->held[--cpu->nr_held];
			break;
		}
	}
	WRITE_ONCE(this_lab_cpu()->locks_held, cpu->nr_held);
}

static bool try_take(rqspinlock_t *lock)
{
	u32 expected = 0;

	return __atomic_compare_exchange_n(&lock->val, &expected, __ptelab_cpu() + 1, false, __ATOMIC_ACQUIRE,
					   __ATOMIC_RELAXED);
}

static bool wait_and_take(rqspinlock_t *lock)
{
	u32 before = lab_enter_state(CPU_STATE_lock_wait);
	bool taken = false;
	u32 poll;

	for (poll = 0; poll < RES_MAX_POLLS && !taken; poll++) {
		cpu_relax();
		if (!READ_ONCE(lock->val))
			taken = try_take(lock);
	}
	lab_leave_state(before);
	return taken;
}

int raw_res_spin_lock(rqspinlock_t *lock)
{
	/* A full table means a lock leak; refusing is what the real table does as well. */
	if (held_by_this_cpu(lock) || this_cpu()->nr_held >= LAB_LOCK_DEPTH) {
		lab_count(COUNTER_lock_failures);
		return -EDEADLK;
	}
	if (!try_take(lock) && !wait_and_take(lock)) {
		lab_count(COUNTER_lock_failures);
		return -ETIMEDOUT;
	}
	note_held(lock);
	return 0;
}

bool raw_res_spin_trylock(rqspinlock_t *lock)
{
	if (this_cpu()->nr_held >= LAB_LOCK_DEPTH || !try_take(lock))
		return false;
	note_held(lock);
	return true;
}

void raw_res_spin_unlock(rqspinlock_t *lock)
{
	note_released(lock);
	__atomic_store_n(&lock->val, 0, __ATOMIC_RELEASE);
}
