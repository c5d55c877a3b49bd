/* SPDX-License-Identifier: MIT */
/*
 * Functions the compiler turns into a few instructions of the host; they have no body anywhere.
 * Their meaning is fixed in docs/machine.md.
 */
#ifndef _PTELAB_INTRINSICS_H
#define _PTELAB_INTRINSICS_H

/* Number of the CPU that runs this. */
unsigned int __ptelab_cpu(void);
/* Index of the selected variant. */
unsigned int __ptelab_variant(void);
/* Ends the task of this CPU; the host gets both numbers. */
void __ptelab_trap(unsigned int code, unsigned int argument) __attribute__((noreturn));
/* Gives the host's core away while *word == expected, but no longer than so many microseconds. */
void __ptelab_wait(unsigned int *word, unsigned int expected, unsigned int microseconds);
/* Ends every __ptelab_wait() on this word. */
void __ptelab_wake(unsigned int *word);
/* First byte after all static data. */
unsigned long __ptelab_static_end(void);
/* First byte after the machine's memory. */
unsigned long __ptelab_memory_end(void);

/*
 * For programs that are stepped (the explorer). At full speed only the assertion exists.
 */

/* All accesses up to the end are one step. May nest. */
void __ptelab_atomic_begin(void);
void __ptelab_atomic_end(void);
/* 0 to n - 1, each tried; one step with the access or the atomic block that follows. */
unsigned int __ptelab_choose(unsigned int n);
/* Reports the property as broken unless the condition holds, and goes on. */
void __ptelab_assert(unsigned int condition, unsigned int property);
/* A load that has no step until *word == value; an atomic block that begins with it has none either. */
void __ptelab_block_until(const volatile unsigned int *word, unsigned int value);

/* First argument of __ptelab_trap(). */
#define LAB_TRAP_OOPS		1
#define LAB_TRAP_REFAULT	2
#define LAB_TRAP_BUG		3
#define LAB_TRAP_DEADLOCK	4
#define LAB_TRAP_LAB		5

/* Second argument of the translate hooks: the low byte is the number of bytes. */
#define LAB_ACCESS_BYTES	0x0ff
#define LAB_ACCESS_WRITE	0x100
#define LAB_ACCESS_ATOMIC	0x200

#endif
