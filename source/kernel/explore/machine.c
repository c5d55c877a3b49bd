// SPDX-License-Identifier: MIT
/*
 * Brings up a machine for the explorer, tells which memory needs no stops, and checks its end.
 *
 * Quiet memory. An access needs a stop of its own only if another process could come between it and the last one and one of
 * them could tell. It cannot where memory is one CPU's own, where it is constant since boot, and where it is only used under a
 * lock that is held meanwhile. Enumeration without reduction stops at these too.
 */
#include <linux/bpf_arena.h>
#include <linux/kernel.h>
#include <ptelab/boot.h>
#include <ptelab/explore_machine.h>

u32 lab_environment;
u32 lab_checked[2];
u32 lab_result[8];

struct lab_control lab_control;
struct lab_cpu lab_cpus[LAB_CPUS];
struct lab_program lab_programs[LAB_PROGRAMS];
struct lab_arena lab_arena;
struct lab_cpu_data lab_cpu_data[LAB_CPUS];
u32 lab_nr_cpus;
/* Read by the explorer once a process has ended by an oops. */
u64 lab_oops_address;

/* Read by the explorer once the machine has booted: address, bytes, kind, distance and number of rows. */
/* A root table of 64 KiB is sixteen pages of 4 KiB. */
#define QUIET_RANGES	256
u32 lab_quiet[QUIET_RANGES][5];
u32 lab_nr_quiet;

void lab_quiet_rows(const volatile void *start, unsigned long bytes, u32 kind, unsigned long stride, u32 count)
{
	u32 *row = lab_quiet[lab_nr_quiet++];

	BUG_ON(lab_nr_quiet > QUIET_RANGES);
	row[0] = (u32)(unsigned long)start;
	row[1] = (u32)bytes;
	row[2] = kind;
	row[3] = (u32)stride;
	row[4] = count;
}

void lab_quiet_range(const volatile void *start, unsigned long bytes, u32 kind)
{
	lab_quiet_rows(start, bytes, kind, 0, 1);
}

#define QUIET_OBJECT(object, kind)	lab_quiet_range(&(object), sizeof(object), kind)
/* The fields from one to just before another. */
#define QUIET_FIELDS(object, from, to, kind)					\
	lab_quiet_range(&(object)->from, (unsigned long)&(object)->to - (unsigned long)&(object)->from, kind)

static void mark_cpus(void)
{
	u32 cpu;

	QUIET_OBJECT(lab_cpu_data, LAB_QUIET);
	QUIET_OBJECT(lab_oops_address, LAB_QUIET);
	for (cpu = 0; cpu < LAB_CPUS; cpu++)
		/* Who sends an IPI waits for this word. Its own CPU alone writes it, so it need not stop to read. */
		lab_quiet_range(&lab_cpus[cpu], sizeof(lab_cpus[cpu]), LAB_FLUSH_IPI ? LAB_QUIET_LOADS : LAB_QUIET);
}

static void mark_arena(void)
{
	struct bpf_arena *arena = the_arena;

	QUIET_OBJECT(the_arena, LAB_QUIET);
	QUIET_FIELDS(arena, map, spinlock, LAB_CONSTANT);
	QUIET_OBJECT(*arena->kern_vm, LAB_CONSTANT);
	QUIET_OBJECT(arena_user_vma, LAB_CONSTANT);
	QUIET_OBJECT(lab_arena, LAB_CONSTANT);
	QUIET_OBJECT(lab_control, LAB_CONSTANT);
	QUIET_OBJECT(lab_programs, LAB_CONSTANT);
	QUIET_OBJECT(lab_environment, LAB_CONSTANT);
	QUIET_OBJECT(lab_checked, LAB_CONSTANT);
	QUIET_OBJECT(lab_nr_cpus, LAB_CONSTANT);
}

/* The first fields of an address space never change; its lock does. */
static void mark_mm(struct mm_struct *mm)
{
	QUIET_FIELDS(mm, pgd, page_table_lock, LAB_CONSTANT);
}

void explore_boot(u32 nr_cpus, u32 environment, u32 checked_low, u32 checked_high)
{
	unsigned long start;
	u32 cpu;

	lab_nr_cpus = nr_cpus;
	lab_environment = environment;
	lab_checked[0] = checked_low;
	lab_checked[1] = checked_high;
	for (cpu = 0; cpu < LAB_CPUS; cpu++)
		lab_cpus[cpu].program = LAB_NOTHING;

	page_alloc_init();
	mm_core_init();
	arena_create();
	/* The user's tables too, so that no scenario makes any. */
	start = (unsigned long)the_arena->user_vm_start;
	BUG_ON(apply_to_page_range(&lab_user_mm, start, LAB_SLOTS * PAGE_SIZE, NULL, NULL));
	page_alloc_ready();
	scenario_init();
	find_leaves();

	mark_cpus();
	mark_arena();
	mark_mm(&init_mm);
	mark_mm(&lab_user_mm);
	mark_frames();
	mark_checks();
	mark_objects();
}

void explore_finish(void)
{
	check_books();
}
