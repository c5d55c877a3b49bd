/* SPDX-License-Identifier: MIT */
/*
 * Resilient spinlock: an attempt either succeeds or returns an error in bounded time. -EDEADLK: this CPU holds the lock
 * already; -ETIMEDOUT: nobody released it.
 */
#ifndef _ASM_RQSPINLOCK_H
#define _ASM_RQSPINLOCK_H

#include <linux/irqflags.h>
#include <linux/types.h>

/* 0 while free, else the number of the holding CPU plus one. */
typedef struct rqspinlock {
	u32 val;
} rqspinlock_t;

void raw_res_spin_lock_init(rqspinlock_t *lock);
int raw_res_spin_lock(rqspinlock_t *lock);
void raw_res_spin_unlock(rqspinlock_t *lock);

/* One attempt, no waiting and no deadlock check. True when the lock was taken. */
bool raw_res_spin_trylock(rqspinlock_t *lock);

/* Interrupts are off when this returns 0, and as they were before when it returns an error. */
#define raw_res_spin_lock_irqsave(lock, flags)			\
	({							\
		int __res_error;				\
								\
		local_irq_save(flags);				\
		__res_error = raw_res_spin_lock(lock);		\
		if (__res_error)				\
			local_irq_restore(flags);		\
		__res_error;					\
	})

#define raw_res_spin_trylock_irqsave(lock, flags)		\
	({							\
		bool __res_taken;				\
								\
		local_irq_save(flags);				\
		__res_taken = raw_res_spin_trylock(lock);	\
		if (!__res_taken)				\
			local_irq_restore(flags);		\
		__res_taken;					\
	})

#define raw_res_spin_unlock_irqrestore(lock, flags)		\
	do {							\
		raw_res_spin_unlock(lock);			\
		local_irq_restore(flags);			\
	} while (0)

#endif /* _ASM_RQSPINLOCK_H */
