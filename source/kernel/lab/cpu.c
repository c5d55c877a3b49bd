// SPDX-License-Identifier: MIT
/*
 * The life of an emulated CPU. It is quiescent outside of cpu_run(): nobody waits for it, and it has
 * no translation that it may use before it has caught up.
 */
#include <linux/bug.h>
#include <linux/irq_work.h>
#include <linux/workqueue.h>
#include <ptelab/boot.h>
#include <ptelab/lab.h>

void __weak workload_recover(u32 code __maybe_unused)
{
}

static void wake_waiters(void)
{
	u32 cpu;

	for (cpu = 0; cpu < lab_nr_cpus; cpu++)
		if (READ_ONCE(lab_cpu_data[cpu].sleeping))
			lab_kick(cpu);
}

static void start_running(struct lab_cpu_data *cpu)
{
	/* Said before it looks, so that a flush is either waited for or seen here. */
	__atomic_store_n(&cpu->running, 1, __ATOMIC_SEQ_CST);
	hw_catch_up();
}

static void stop_running(struct lab_cpu_data *cpu)
{
	__atomic_store_n(&cpu->running, 0, __ATOMIC_SEQ_CST);
	wake_waiters();
}

void cpu_online(u32 cpu)
{
	if (cpu != __ptelab_cpu() || cpu >= lab_nr_cpus)
		__ptelab_trap(LAB_TRAP_LAB, cpu);
	WRITE_ONCE(lab_cpus[cpu].state, CPU_STATE_idle);
}

static void run_operation(struct lab_cpu *shown)
{
	hw_poll();
	irq_work_run();
	lab_run_worker();
	workload_step();

	WRITE_ONCE(shown->operations, shown->operations + 1);
	lab_count(COUNTER_operations);
	WRITE_ONCE(shown->state, CPU_STATE_idle);
}

u32 cpu_run(u32 operations)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 done = 0;

	start_running(cpu);
	while (done < operations && READ_ONCE(lab_control.request) == LAB_RUN) {
		run_operation(this_lab_cpu());
		done++;
	}
	stop_running(cpu);
	return done;
}

/* Work that died half done may be queued again. */
static void drop_work(struct lab_cpu_data *cpu)
{
	if (cpu->work)
		atomic_andnot(WORK_RUNNING, &cpu->work->state);
	cpu->work = NULL;
}

/*
 * A real machine would go down, or hang for the locks that nobody gives back. Here they are given
 * back and only the task is lost, with whatever it was about to do.
 */
void cpu_recover(u32 code)
{
	struct lab_cpu_data *cpu = this_cpu();
	struct lab_cpu *shown = this_lab_cpu();

	workload_recover(code);
	while (cpu->nr_held) {
		u32 *lock = cpu->held[--cpu->nr_held];

		if (READ_ONCE(*lock) == __ptelab_cpu() + 1)
			__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
	}
	drop_work(cpu);
	cpu->fault_depth = 0;
	cpu->program_depth = 0;
	cpu->arena_base = 0;
	cpu->speculated = 0;
	WRITE_ONCE(cpu->sleeping, 0);

	WRITE_ONCE(shown->irqs_off, 0);
	WRITE_ONCE(shown->locks_held, 0);
	WRITE_ONCE(shown->program, LAB_NOTHING);
	WRITE_ONCE(shown->page, LAB_NOTHING);
	WRITE_ONCE(shown->state, CPU_STATE_idle);
	stop_running(cpu);
}
