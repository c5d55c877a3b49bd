// SPDX-License-Identifier: MIT
/* Brings a machine from zeroed memory to the point where its CPUs can run. */
#include <linux/kernel.h>
#include <ptelab/boot.h>
#include <ptelab/lab.h>

static void init_cpu(u32 number, u32 seed)
{
	struct lab_cpu *cpu = &lab_cpus[number];
	/* Neighbouring seeds and CPUs must not give neighbouring sequences. */
	u32 mixed = seed * 0x9e3779b1u + (number + 1) * 0x85ebca77u;

	mixed ^= mixed >> 15;
	mixed *= 0x2c1b3c6du;
	mixed ^= mixed >> 13;
	lab_cpu_data[number].random = mixed ? mixed : 1;

	cpu->state = CPU_STATE_offline;
	cpu->program = LAB_NOTHING;
	cpu->page = LAB_NOTHING;
	cpu->site = LAB_NOTHING;
}

void machine_boot(u32 nr_cpus, u32 seed)
{
	u32 cpu;

	lab_nr_cpus = clamp(nr_cpus, 1u, (u32)LAB_CPUS);
	for (cpu = 0; cpu < LAB_CPUS; cpu++)
		init_cpu(cpu, seed);

	page_alloc_init();
	mm_core_init();
	arena_create();
	page_alloc_ready();
}
