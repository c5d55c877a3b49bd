/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <linux/not_modelled.h>
#include <linux/smp.h>
#include <linux/preempt.h>

/* A per-CPU variable is an array with one element, on its own cache line, for each CPU. */
#define __LAB_PER_CPU(type, name)	struct { typeof(type) value __aligned(64); } name[LAB_CPUS]
#define DEFINE_PER_CPU(type, name)	__LAB_PER_CPU(type, name)
#define DEFINE_PER_CPU_ALIGNED(type, name) __LAB_PER_CPU(type, name)
#define DECLARE_PER_CPU(type, name)	extern __LAB_PER_CPU(type, name)
#define per_cpu(name, cpu)		(name[cpu].value)
#define per_cpu_ptr_of(name, cpu)	(&name[cpu].value)
#define this_cpu_ptr_of(name)		(&name[__ptelab_cpu()].value)
#define this_cpu_read(name)		READ_ONCE(name[__ptelab_cpu()].value)
#define this_cpu_write(name, v)		WRITE_ONCE(name[__ptelab_cpu()].value, v)
#define this_cpu_inc(name)		(name[__ptelab_cpu()].value++)
#define this_cpu_dec(name)		(name[__ptelab_cpu()].value--)
#define this_cpu_inc_return(name)	(++name[__ptelab_cpu()].value)
#define __this_cpu_read(name)		(name[__ptelab_cpu()].value)
#define __this_cpu_write(name, v)	((void)(name[__ptelab_cpu()].value = (v)))
#define __this_cpu_inc(name)		this_cpu_inc(name)
#define __this_cpu_dec(name)		this_cpu_dec(name)
#define __get_cpu_var(name)		(name[__ptelab_cpu()].value)

__not_modelled_call(alloc_percpu, "per-CPU memory made at run time");
__not_modelled_call(alloc_percpu_gfp, "per-CPU memory made at run time");
__not_modelled_call(free_percpu, "per-CPU memory made at run time");

#endif
