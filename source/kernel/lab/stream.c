// SPDX-License-Identifier: MIT
/* The record ring that the host reads, and the small services every part of the lab uses. */
#include <linux/bug.h>
#include <ptelab/lab.h>

struct lab_control lab_control __aligned(64);
u64 lab_counters[LAB_CPUS][LAB_COUNTERS] __aligned(64);
struct lab_cpu lab_cpus[LAB_CPUS] __aligned(64);
struct lab_program lab_programs[LAB_PROGRAMS] __aligned(64);
struct lab_stream lab_stream __aligned(64);
u8 lab_heat[LAB_HEAT_PAGES] __aligned(64);
struct lab_arena lab_arena __aligned(64);
u8 cpu_stacks[LAB_CPUS][LAB_STACK_BYTES] __aligned(64);
struct lab_cpu_data lab_cpu_data[LAB_CPUS];
u32 lab_nr_cpus __aligned(4);

_Static_assert(NR_COUNTERS <= LAB_COUNTERS, "docs/machine.md has 64 counters for each CPU");

void lab_stream_push(u32 kind, u32 program, unsigned long address, u32 site, u32 argument)
{
	u32 number = __atomic_fetch_add(&lab_stream.head, 1, __ATOMIC_SEQ_CST);
	struct lab_stream_record *record = &lab_stream.records[number % LAB_STREAM_RECORDS];

	WRITE_ONCE(record->sequence, 0);
	record->kind = kind;
	record->cpu = __ptelab_cpu();
	record->program = program;
	record->address_high = (u32)((u64)address >> 32);
	record->address_low = (u32)address;
	record->site = site;
	record->argument = argument;
	record->time = this_lab_cpu()->operations;
	__atomic_store_n(&record->sequence, number + 1, __ATOMIC_RELEASE);
}

void lab_warn(u32 line)
{
	lab_stream_push(STREAM_warn, this_lab_cpu()->program, 0, LAB_NOTHING, line);
}

u32 lab_random(void)
{
	u32 *state = &this_cpu()->random;
	u32 x = *state;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	*state = x;
	return x;
}

/* A short stay is a few turns of a loop, a long one gives the host's core to another CPU. */
static noinline void delay(void)
{
	u32 turns = lab_random() % 256;

	if (turns < 16) {
		lab_doze(1 + lab_random() % 64);
		return;
	}
	while (turns--)
		hw_poll();
}

void lab_access_point(void)
{
	u32 chaos = READ_ONCE(lab_control.chaos);

	if (unlikely(chaos) && this_cpu()->running && (lab_random() & 1023) < chaos)
		delay();
}
