/* SPDX-License-Identifier: MIT */
/* The steps of boot, and what the host calls (docs/machine.md). */
#ifndef _PTELAB_BOOT_H
#define _PTELAB_BOOT_H

#include <linux/types.h>

void page_alloc_init(void);
void mm_core_init(void);
void arena_create(void);
void page_alloc_ready(void);

/* One top-level operation of the CPU's workload. */
void workload_step(void);
/* The task on this CPU died: what it left behind beside locks and interrupts. */
void workload_recover(u32 code);

void machine_boot(u32 nr_cpus, u32 seed);
void cpu_online(u32 cpu);
u32 cpu_run(u32 operations);
void cpu_recover(u32 code);

#endif
