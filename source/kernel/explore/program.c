// SPDX-License-Identifier: MIT
/*
 * BPF programs, deferred work and the end of a run, for the explorer. A program is what its CPU does between program_begin()
 * and program_end().
 */
#include <linux/bpf_arena.h>
#include <linux/bug.h>
#include <linux/irq_work.h>
#include <linux/workqueue.h>
#include <ptelab/explore_machine.h>
#include <ptelab/scenario.h>

/* Reports beyond that are not counted, so that a run that goes round is one. */
#define MOST_REPORTS	3u

/* Of this arena, of none. */
static struct bpf_prog programs[2];
static void (*page_alloc_handler[LAB_CPUS])(void);
static u32 in_handler[LAB_CPUS];
u32 lab_reports[LAB_CPUS];

/* Times the work was begun to be asked for and times it was done; asked for and not begun. */
u32 lab_work_pending;
static u32 work_asked, work_done;

void scenario_init(void)
{
	programs[0].arena = the_arena;
	programs[1].index = 1;
	bpf_prog_set_arena(the_arena);
}

void bpf_prog_set_arena(struct bpf_arena *arena)
{
	programs[0].arena = arena;
}

void bpf_prog_reset_cpu(void)
{
	this_cpu()->program_depth = 0;
	this_cpu()->arena_base = 0;
}

struct bpf_prog *bpf_prog_find_from_stack(void)
{
	struct lab_cpu_data *cpu = this_cpu();

	return cpu->program_depth ? &programs[cpu->program_stack[cpu->program_depth - 1]] : NULL;
}

bool bpf_prog_is_atomic(void)
{
	return in_handler[smp_processor_id()];
}

static void begin(u32 index)
{
	struct lab_cpu_data *cpu = this_cpu();
	struct bpf_arena *arena = programs[index].arena;

	cpu->program_stack[cpu->program_depth++] = index;
	cpu->arena_base = arena ? (unsigned long)bpf_arena_get_kern_vm_start(arena) - (u32)arena->user_vm_start : 0;
}

void program_begin(void)
{
	begin(0);
}

void program_begin_without_arena(void)
{
	begin(1);
}

void program_end(void)
{
	struct lab_cpu_data *cpu = this_cpu();

	cpu->program_stack[--cpu->program_depth] = 0;
	cpu->arena_base = 0;
	if (cpu->program_depth)
		begin(cpu->program_stack[--cpu->program_depth]);
}

void trace_page_alloc(void (*handler)(void))
{
	page_alloc_handler[smp_processor_id()] = handler;
}

void bpf_trace_mm_page_alloc(struct page *page __maybe_unused)
{
	u32 cpu = smp_processor_id();

	/* A program does not run inside of itself. */
	if (!page_alloc_handler[cpu] || in_handler[cpu])
		return;
	in_handler[cpu] = 1;
	program_begin();
	page_alloc_handler[cpu]();
	program_end();
	in_handler[cpu] = 0;
}

void bpf_arena_report_violation(unsigned long addr __maybe_unused, bool is_write __maybe_unused,
				unsigned long site __maybe_unused, bool kernel __maybe_unused)
{
	u32 *count = &lab_reports[smp_processor_id()];

	if (*count < MOST_REPORTS)
		++*count;
}

u32 violations_reported(void)
{
	return lab_reports[smp_processor_id()];
}

void mark_checks(void)
{
	lab_quiet_range(programs, sizeof(programs), LAB_QUIET);
	lab_quiet_range(page_alloc_handler, sizeof(page_alloc_handler), LAB_QUIET);
	lab_quiet_range(in_handler, sizeof(in_handler), LAB_QUIET);
	lab_quiet_range(lab_reports, sizeof(lab_reports), LAB_QUIET);
	lab_quiet_range(lab_result, sizeof(lab_result), LAB_QUIET);
}

void lab_warn(u32 line __maybe_unused)
{
	lab_check(false, PROPERTY_warning);
}

/* The interrupt that starts the work is not shown: it may come at once, and so may the work. */
bool irq_work_queue(struct irq_work *work __maybe_unused)
{
	return schedule_work(&the_arena->free_work);
}

bool irq_work_run(void)
{
	return false;
}

void irq_work_sync(struct irq_work *work __maybe_unused)
{
}

bool schedule_work(struct work_struct *work __maybe_unused)
{
	bool asked = false;

	__ptelab_atomic_begin();
	if (!*(volatile u32 *)&lab_work_pending) {
		lab_work_pending = 1;
		work_asked++;
		asked = true;
	}
	__ptelab_atomic_end();
	return asked;
}

bool worker_has_work(void)
{
	return READ_ONCE(lab_work_pending);
}

bool lab_run_worker(void)
{
	struct work_struct *work = &the_arena->free_work;

	work->func(work);
	__atomic_fetch_add(&work_done, 1, __ATOMIC_SEQ_CST);
	return true;
}

void run_worker(void)
{
	__ptelab_atomic_begin();
	__ptelab_block_until(&lab_work_pending, 1);
	lab_work_pending = 0;
	__ptelab_atomic_end();
	lab_run_worker();
}

/* Waits for what was asked for when it is called, not for what is asked for meanwhile. */
void flush_work(struct work_struct *work __maybe_unused)
{
	u32 asked = READ_ONCE(work_asked);
	u32 done;

	while ((s32)((done = READ_ONCE(work_done)) - asked) < 0)
		__ptelab_wait(&work_done, done, 0);
}
