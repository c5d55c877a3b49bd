// SPDX-License-Identifier: MIT
/* Spin locks and mutexes. A CPU has one task, so a lock that it holds itself never comes free. */
#include <linux/bug.h>
#include <linux/ktime.h>
#include <linux/spinlock.h>

static void note_held(raw_spinlock_t *lock)
{
	struct lab_cpu_data *cpu = this_cpu();

	BUG_ON(cpu->nr_held >= LAB_LOCK_DEPTH);
	cpu->held[cpu->nr_held++] = &lock->owner;
	WRITE_ONCE(this_lab_cpu()->locks_held, cpu->nr_held);
}

static void note_released(raw_spinlock_t *lock)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 i;

	for (i = cpu->nr_held; i > 0; i--) {
		if (cpu->held[i - 1] != &lock->owner)
			continue;
		/* Locks may be given back in any order; the last one fills the gap. */
		cpu->held[i - 1] = cpu->held[--cpu->nr_held];
		WRITE_ONCE(this_lab_cpu()->locks_held, cpu->nr_held);
		return;
	}
	BUG();
}

static __always_inline bool take(raw_spinlock_t *lock)
{
	u32 expected = 0;

	return __atomic_compare_exchange_n(&lock->owner, &expected, smp_processor_id() + 1, false,
					   __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static noinline void take_slow(raw_spinlock_t *lock)
{
	u32 before = lab_enter_state(CPU_STATE_lock_wait);

	BUG_ON(READ_ONCE(lock->owner) == smp_processor_id() + 1);
	do {
		while (READ_ONCE(lock->owner))
			cpu_relax();
	} while (!take(lock));
	lab_leave_state(before);
}

void raw_spin_lock(raw_spinlock_t *lock)
{
	if (unlikely(!take(lock)))
		take_slow(lock);
	note_held(lock);
}

bool raw_spin_trylock(raw_spinlock_t *lock)
{
	if (!take(lock))
		return false;
	note_held(lock);
	return true;
}

void raw_spin_unlock(raw_spinlock_t *lock)
{
	note_released(lock);
	__atomic_store_n(&lock->owner, 0, __ATOMIC_RELEASE);
}

u64 ktime_get_mono_fast_ns(void)
{
	return (u64)READ_ONCE(this_cpu()->relaxed) * NSEC_PER_RELAX;
}
