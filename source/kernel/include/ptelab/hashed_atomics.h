/* SPDX-License-Identifier: MIT */
/*
 * Locks under which an architecture without compare-and-swap emulates atomic operations (parisc,
 * arch-facts.md 3.11): a few, chosen by the address. They keep out each other and nobody else.
 */
#ifndef _PTELAB_HASHED_ATOMICS_H
#define _PTELAB_HASHED_ATOMICS_H

/* Takes the lock of an address, with interrupts off. Returns what unlock wants back. */
unsigned long lab_hash_lock(const void *address);
void lab_hash_unlock(const void *address, unsigned long flags);

#endif
