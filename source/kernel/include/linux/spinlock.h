/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/cleanup.h>
#include <linux/irqflags.h>
#include <linux/rwlock.h>
#include <linux/smp.h>

/* 0 or, while held, the number of the owner plus one. */
typedef struct raw_spinlock {
	u32 owner __aligned(4);
} raw_spinlock_t;
typedef raw_spinlock_t spinlock_t;
typedef raw_spinlock_t arch_spinlock_t;

#define __RAW_SPIN_LOCK_UNLOCKED(name)	{ 0 }
#define DEFINE_RAW_SPINLOCK(name)	raw_spinlock_t name = __RAW_SPIN_LOCK_UNLOCKED(name)
#define DEFINE_SPINLOCK(name)		DEFINE_RAW_SPINLOCK(name)
#define raw_spin_lock_init(lock)	((void)(*(lock) = (raw_spinlock_t){ 0 }))
#define spin_lock_init(lock)		raw_spin_lock_init(lock)

void raw_spin_lock(raw_spinlock_t *lock);
bool raw_spin_trylock(raw_spinlock_t *lock);
void raw_spin_unlock(raw_spinlock_t *lock);

#define raw_spin_is_locked(lock)	(READ_ONCE((lock)->owner) != 0)
#define raw_spin_lock_irqsave(lock, flags)				\
do {									\
	local_irq_save(flags);						\
	raw_spin_lock(lock);						\
} while (0)
#define raw_spin_unlock_irqrestore(lock, flags)				\
do {									\
	raw_spin_unlock(lock);						\
	local_irq_restore(flags);					\
} while (0)
#define raw_spin_trylock_irqsave(lock, flags)				\
({									\
	bool __taken;							\
									\
	local_irq_save(flags);						\
	__taken = raw_spin_trylock(lock);				\
	if (!__taken)							\
		local_irq_restore(flags);				\
	__taken;							\
})
#define raw_spin_lock_irq(lock)		do { local_irq_disable(); raw_spin_lock(lock); } while (0)
#define raw_spin_unlock_irq(lock)	do { raw_spin_unlock(lock); local_irq_enable(); } while (0)
#define spin_lock(lock)			raw_spin_lock(lock)
#define spin_trylock(lock)		raw_spin_trylock(lock)
#define spin_unlock(lock)		raw_spin_unlock(lock)
#define spin_lock_irqsave(lock, flags)	raw_spin_lock_irqsave(lock, flags)
#define spin_unlock_irqrestore(lock, flags) raw_spin_unlock_irqrestore(lock, flags)
#define spin_lock_irq(lock)		raw_spin_lock_irq(lock)
#define spin_unlock_irq(lock)		raw_spin_unlock_irq(lock)
#define spin_trylock_irqsave(lock, flags) raw_spin_trylock_irqsave(lock, flags)
#define spin_is_locked(lock)		raw_spin_is_locked(lock)
#define assert_raw_spin_locked(lock)	BUG_ON(!raw_spin_is_locked(lock))
#define assert_spin_locked(lock)	assert_raw_spin_locked(lock)
#define raw_spin_lock_nested(lock, subclass) raw_spin_lock(lock)
#define spin_lock_nested(lock, subclass) raw_spin_lock(lock)
/* There are no softirqs to keep away. */
#define raw_spin_lock_bh(lock)		raw_spin_lock(lock)
#define raw_spin_unlock_bh(lock)	raw_spin_unlock(lock)
#define spin_lock_bh(lock)		raw_spin_lock(lock)
#define spin_unlock_bh(lock)		raw_spin_unlock(lock)
#define lockdep_assert_held(lock)	((void)(lock))
#define lockdep_assert_held_once(lock)	((void)(lock))
#define lockdep_assert_not_held(lock)	((void)(lock))
#define lockdep_assert_once(cond)	((void)WARN_ON_ONCE(!(cond)))
#define lockdep_is_held(lock)		1

DEFINE_LOCK_GUARD_1(raw_spinlock, raw_spinlock_t, raw_spin_lock(_T->lock),
		    raw_spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(raw_spinlock_irqsave, raw_spinlock_t,
		    raw_spin_lock_irqsave(_T->lock, _T->flags),
		    raw_spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)
DEFINE_LOCK_GUARD_1(raw_spinlock_irq, raw_spinlock_t, raw_spin_lock_irq(_T->lock),
		    raw_spin_unlock_irq(_T->lock))
DEFINE_LOCK_GUARD_1_COND(raw_spinlock, _try, raw_spin_trylock(_T->lock))
DEFINE_LOCK_GUARD_1_COND(raw_spinlock_irqsave, _try, raw_spin_trylock_irqsave(_T->lock, _T->flags))
DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irq, spinlock_t, spin_lock_irq(_T->lock), spin_unlock_irq(_T->lock))
DEFINE_LOCK_GUARD_1(spinlock_irqsave, spinlock_t, spin_lock_irqsave(_T->lock, _T->flags),
		    spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)
DEFINE_LOCK_GUARD_1_COND(spinlock, _try, spin_trylock(_T->lock))

#endif
