/* SPDX-License-Identifier: MIT */
/* A mutex sleeps by spinning with interrupts on: a CPU has one task only. */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <linux/spinlock.h>

struct mutex {
	raw_spinlock_t wait;
};

#define DEFINE_MUTEX(name)	struct mutex name = { .wait = { 0 } }
#define mutex_init(lock)	raw_spin_lock_init(&(lock)->wait)
#define mutex_lock(lock)	raw_spin_lock(&(lock)->wait)
#define mutex_trylock(lock)	raw_spin_trylock(&(lock)->wait)
#define mutex_unlock(lock)	raw_spin_unlock(&(lock)->wait)
#define mutex_is_locked(lock)	raw_spin_is_locked(&(lock)->wait)
#define mutex_destroy(lock)	((void)(lock))

/* No signal ever comes. */
#define mutex_lock_interruptible(lock)	({ mutex_lock(lock); 0; })
#define mutex_lock_killable(lock)	({ mutex_lock(lock); 0; })
#define mutex_lock_nested(lock, subclass) mutex_lock(lock)

DEFINE_LOCK_GUARD_1(mutex, struct mutex, mutex_lock(_T->lock), mutex_unlock(_T->lock))
DEFINE_LOCK_GUARD_1_COND(mutex, _try, mutex_trylock(_T->lock))

#endif
