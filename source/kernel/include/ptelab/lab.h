/* SPDX-License-Identifier: MIT */
/*
 * What the lab adds to a kernel: the words it shares with the host (layout in docs/machine.md),
 * the state of each emulated CPU, and the few helpers that keep both.
 *
 * Everything here is written by its own CPU unless a comment says otherwise.
 */
#ifndef _PTELAB_LAB_H
#define _PTELAB_LAB_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <asm/lab_arch.h>
#include <ptelab/intrinsics.h>
#include <ptelab/vocabulary.h>

struct page;
struct work_struct;

#define LAB_CPUS		8
#define LAB_COUNTERS		64
#define LAB_PROGRAMS		32
#define LAB_STREAM_RECORDS	256
#define LAB_HEAT_PAGES		65536
#define LAB_STACK_BYTES		65536
#define LAB_NOTHING		0xffffffffu

/* Addresses below this are never mapped: a null pointer plus a field offset. */
#define LAB_NULL_END		0x10000ul

enum lab_request { LAB_RUN, LAB_PAUSE, LAB_STOP };

#define LAB_WORKLOAD_USER	1u
#define LAB_WORKLOAD_PROGRAMS	2u

/* Written by the host at any time. */
struct lab_control {
	u32 request;
	u32 chaos;
	u32 violation_threshold;
	u32 workload;
	u32 reserved[12];
};

struct lab_cpu {
	u32 state;
	u32 program;
	u32 operations;
	u32 page;
	u32 irqs_off;
	u32 locks_held;
	u32 site;
	u32 reserved[9];
};

enum lab_program_state {
	LAB_PROGRAM_EMPTY,
	LAB_PROGRAM_LOADED,
	LAB_PROGRAM_STOPPED,
	LAB_PROGRAM_UNLOADED,
};

/* Written by the host (entry, state, cpu_mask) and by any CPU. */
struct lab_program {
	u32 entry;
	u32 state;
	u32 violations;
	u32 runs;
	u32 cpu_mask;
	u32 reserved[3];
};

struct lab_stream_record {
	u32 sequence;
	u32 kind;
	u32 cpu;
	u32 program;
	u32 address_high;
	u32 address_low;
	u32 site;
	u32 argument;
	u32 time;
	u32 reserved[3];
};

/* Any CPU writes. */
struct lab_stream {
	u32 head;
	struct lab_stream_record records[LAB_STREAM_RECORDS];
};

struct lab_arena {
	u64 kern_vm_start;
	u64 user_vm_start;
	u64 pages;
	u64 scratch_pfn;
	u64 kernel_root;
	u64 user_root;
	u64 recoverable_start;
	u64 recoverable_end;
	u64 first_pfn;
	u64 nr_pool_pages;
	u64 deferred_spans;
	u64 lock;
	u64 reserved[4];
} __aligned(8);

extern struct lab_control lab_control;
extern u64 lab_counters[LAB_CPUS][LAB_COUNTERS];
extern struct lab_cpu lab_cpus[LAB_CPUS];
extern struct lab_program lab_programs[LAB_PROGRAMS];
extern struct lab_stream lab_stream;
extern u8 lab_heat[LAB_HEAT_PAGES];
extern struct lab_arena lab_arena;
extern u8 cpu_stacks[LAB_CPUS][LAB_STACK_BYTES];
/* CPUs of this machine; the others never run. */
extern u32 lab_nr_cpus;

/* Both must be powers of two. */
#define LAB_TLB_ENTRIES		128
#define LAB_PROGRAM_DEPTH	8
#define LAB_LOCK_DEPTH		16

#define LAB_TLB_VALID		1ul
/* The walk found no mapping, and this hardware may remember that. */
#define LAB_TLB_NEGATIVE	2ul
#define LAB_TLB_USER		4ul
#define LAB_TLB_READ_ONLY	8ul
#define LAB_TLB_TAG_FLAGS	15ul

#define LAB_TLB_WRITABLE	1u
#define LAB_TLB_DIRTY		2u

/*
 * One translation. The tag is the page's address with flags in its low bits; it is zero while the
 * rest changes, since other CPUs look in to see who still holds what.
 */
struct lab_tlb_entry {
	unsigned long tag;
	/* Byte address of the page frame in the machine's memory. */
	unsigned long frame;
	/* Byte address of the entry it came from. */
	unsigned long slot;
	/* The frame's row in mem_map, or one that is always in use. */
	struct page *page;
	u32 flags;
	/* The entry as it stood in memory. */
	u64 raw __aligned(8);
};

/* What a CPU asks of the others while it waits for a flush. */
struct lab_flush_request {
	unsigned long start;
	/* Last byte, so that a range may end at the end of the address space. */
	unsigned long last;
	u32 user;
	u32 sequence;
};

struct lab_cpu_data {
	/* Inside cpu_run(): others have to wait for this CPU's TLB. */
	u32 running;
	/* Mask of CPUs with a request for this one; they set bits, this CPU takes them. */
	u32 flush_pending;
	/* Sequence of the last request of each CPU that this CPU has carried out. */
	u32 flush_done[LAB_CPUS];
	/* Changes with everything that ends a wait of this CPU; any CPU adds. */
	u32 wake;
	u32 sleeping;
	u32 relaxed;
	u32 random;
	u32 fault_depth;
	u32 stale_reports;
	/* Times in a row that ptep_try_set() failed. */
	u32 try_set_failures;
	/* The running work item, for cpu_recover(). */
	struct work_struct *work;
	/*
	 * Page that this CPU's pipeline still takes for not mapped, or 0. Only where
	 * LAB_INSTALL_WINDOW is set; gone with the next isb or exception.
	 */
	unsigned long speculated;
	/* BPF programs that run on this CPU, innermost last: index into lab_programs. */
	u32 program_depth;
	u32 program_stack[LAB_PROGRAM_DEPTH];
	u32 nr_held;
	/* Spin locks held, for cpu_recover() to give back. */
	u32 *held[LAB_LOCK_DEPTH];
	/* Kernel address of arena offset 0 of the running program, or 0. */
	unsigned long arena_base;
	struct lab_flush_request request;
	struct lab_tlb_entry tlb[LAB_TLB_ENTRIES];
} __aligned(64);

extern struct lab_cpu_data lab_cpu_data[LAB_CPUS];

static __always_inline struct lab_cpu_data *this_cpu(void)
{
	return &lab_cpu_data[__ptelab_cpu()];
}

/* The part of a CPU's state that the host shows. */
static __always_inline struct lab_cpu *this_lab_cpu(void)
{
	return &lab_cpus[__ptelab_cpu()];
}

#ifdef LAB_EXPLORE
#include <ptelab/explore.h>
#else

/* Whether lab_count() does anything. */
#define LAB_COUNTS	1

/* See ptelab/explore.h. */
static __always_inline void lab_slot_given(u32 slot, struct page *page) { (void)slot; (void)page; }
static __always_inline void lab_slot_taken(u32 slot) { (void)slot; }

static __always_inline void lab_count(u32 counter)
{
	lab_counters[__ptelab_cpu()][counter]++;
}

static __always_inline void lab_count_add(u32 counter, u32 amount)
{
	lab_counters[__ptelab_cpu()][counter] += amount;
}

/* One of the six parts of scratch_collisions; keeps the sum with it. */
static __always_inline void lab_count_collision(u32 part)
{
	lab_count(part);
	lab_count(COUNTER_scratch_collisions);
}

/* Shows a new state and returns the one to go back to with lab_leave_state(). */
static __always_inline u32 lab_enter_state(u32 state)
{
	struct lab_cpu *cpu = this_lab_cpu();
	u32 before = cpu->state;

	WRITE_ONCE(cpu->state, state);
	return before;
}

static __always_inline void lab_leave_state(u32 before)
{
	WRITE_ONCE(this_lab_cpu()->state, before);
}

static __always_inline void lab_set_program(u32 program)
{
	WRITE_ONCE(this_lab_cpu()->program, program);
}

static __always_inline void lab_set_page(u32 page)
{
	WRITE_ONCE(this_lab_cpu()->page, page);
}

static __always_inline void lab_set_site(u32 site)
{
	WRITE_ONCE(this_lab_cpu()->site, site);
}

/* Marks what happened last to an arena page; pages beyond the map have no heat. */
static __always_inline void lab_set_heat(u32 page, u8 heat)
{
	if (page < LAB_HEAT_PAGES)
		WRITE_ONCE(lab_heat[page], heat);
}

/* Writes one record; site and program are LAB_NOTHING where there is none. */
void lab_stream_push(u32 kind, u32 program, unsigned long address, u32 site, u32 argument);

/* Next number of this CPU's own sequence, which depends on the seed and the CPU alone. */
u32 lab_random(void);

/* A place where the race is decided: with chaos on, the CPU sometimes stays here for a while. */
void lab_access_point(void);

/* Gives the host's core away until something happens to this CPU, but not for long. */
void lab_doze(u32 microseconds);

/* Carries out what other CPUs asked of this one; cheap when there is nothing. */
void hw_service(void);

/* The same when the CPU begins to run again after it stood still. */
void hw_catch_up(void);

static __always_inline void hw_poll(void)
{
	if (unlikely(READ_ONCE(this_cpu()->flush_pending)))
		hw_service();
}

#endif /* LAB_EXPLORE */

/*
 * One access of the emulated user task through the user table. Returns 0, or -EFAULT when the
 * fault handler had nothing to map (the task gets SIGSEGV or SIGBUS, kept in *signal if not NULL).
 */
int lab_user_access(unsigned long address, bool write, u32 *value, u32 *signal);

/*
 * The page was just mapped on this CPU, which may have looked ahead before that. Has an effect only
 * where the architecture has barriers against it, and with chaos on.
 */
void hw_speculate(unsigned long page);

/* Ends a wait of another CPU early. */
void lab_kick(u32 cpu);

#endif
