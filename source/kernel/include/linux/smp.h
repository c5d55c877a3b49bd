/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <linux/not_modelled.h>
#include <ptelab/lab.h>

#define NR_CPUS			LAB_CPUS
#define smp_processor_id()	__ptelab_cpu()
#define raw_smp_processor_id()	__ptelab_cpu()
#define num_possible_cpus()	READ_ONCE(lab_nr_cpus)
#define num_online_cpus()	READ_ONCE(lab_nr_cpus)
#define nr_cpu_ids		LAB_CPUS
#define get_cpu()		smp_processor_id()
#define put_cpu()		((void)0)
#define for_each_possible_cpu(cpu) for ((cpu) = 0; (cpu) < num_possible_cpus(); (cpu)++)
#define for_each_online_cpu(cpu) for_each_possible_cpu(cpu)

/*
 * One turn of a spin loop: takes requests of other CPUs and, after many turns in a row, gives the
 * host's core away for a moment, since there may be more CPUs than cores.
 */
void cpu_relax(void);

__not_modelled_call(smp_call_function, "calls on other CPUs; a TLB flush reaches them");
__not_modelled_call(smp_call_function_single, "calls on other CPUs; a TLB flush reaches them");
__not_modelled_call(smp_call_function_many, "calls on other CPUs; a TLB flush reaches them");
__not_modelled_call(on_each_cpu, "calls on other CPUs; a TLB flush reaches them");

#endif
