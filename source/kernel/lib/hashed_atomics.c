// SPDX-License-Identifier: MIT
/* See ptelab/hashed_atomics.h. Empty where the architecture has atomic instructions. */
#include <linux/pgtable.h>
#include <linux/spinlock.h>

#ifdef LAB_HASHED_ATOMICS
#include <ptelab/hashed_atomics.h>

#define HASH_LOCKS	4
/* Words of one cache line share a lock. */
#define LINE_SHIFT	6

static raw_spinlock_t hash_locks[HASH_LOCKS];

static raw_spinlock_t *lock_of(const void *address)
{
	return &hash_locks[((unsigned long)address >> LINE_SHIFT) & (HASH_LOCKS - 1)];
}

unsigned long lab_hash_lock(const void *address)
{
	unsigned long flags;

	raw_spin_lock_irqsave(lock_of(address), flags);
	return flags;
}

void lab_hash_unlock(const void *address, unsigned long flags)
{
	raw_spin_unlock_irqrestore(lock_of(address), flags);
}
#endif
