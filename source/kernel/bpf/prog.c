// SPDX-License-Identifier: MIT
/*
 * Running BPF programs. The host fills lab_programs; each CPU keeps a stack of the programs that run on it, since a
 * tracepoint can start one inside another. The innermost decides which arena an access belongs to (claim C42).
 */
#include <linux/bpf_arena.h>
#include <ptelab/lab.h>

static struct bpf_prog bpf_progs[LAB_PROGRAMS];

/* Bit i: program i is attached to the page allocator. It said so itself, on its first run. */
static u32 attached_to_page_alloc;

void bpf_prog_set_arena(struct bpf_arena *arena)
{
	u32 i;

	for (i = 0; i < LAB_PROGRAMS; i++) {
		bpf_progs[i].index = i;
		bpf_progs[i].arena = arena;
	}
}

void bpf_prog_reset_cpu(void)
{
	this_cpu()->program_depth = 0;
	this_cpu()->arena_base = 0;
	lab_set_program(LAB_NOTHING);
}

static bool runs_here(u32 index)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 i;

	for (i = 0; i < cpu->program_depth; i++)
		if (cpu->program_stack[i] == index)
			return true;
	return false;
}

static bool may_run_here(const struct lab_program *row)
{
	u32 mask = READ_ONCE(row->cpu_mask);

	return READ_ONCE(row->state) == LAB_PROGRAM_LOADED && (!mask || (mask & (1u << smp_processor_id())));
}

/*
 * Kernel address of arena offset 0. Not that of the first page where the arena's first user address has low bits, so
 * that adding the low 32 bits of a pointer gives the right place.
 */
static unsigned long offset_zero(struct bpf_arena *arena)
{
	if (!arena)
		return 0;
	return (unsigned long)bpf_arena_get_kern_vm_start(arena) - (u32)arena->user_vm_start;
}

bool bpf_prog_run(u32 index)
{
	struct lab_cpu_data *cpu = this_cpu();
	struct lab_program *row = &lab_programs[index];
	unsigned long base_before = cpu->arena_base;
	u32 program_before = this_lab_cpu()->program;
	u32 state_before;
	int (*entry)(void);

	if (!may_run_here(row) || runs_here(index) || cpu->program_depth >= LAB_PROGRAM_DEPTH)
		return false;

	entry = (int (*)(void))(unsigned long)READ_ONCE(row->entry);
	state_before = lab_enter_state(CPU_STATE_program);
	lab_set_program(index);
	cpu->arena_base = offset_zero(bpf_progs[index].arena);
	cpu->program_stack[cpu->program_depth++] = index;

	entry();

	cpu->program_depth--;
	cpu->arena_base = base_before;
	lab_set_program(program_before);
	lab_leave_state(state_before);
	__atomic_fetch_add(&row->runs, 1, __ATOMIC_RELAXED);
	return true;
}

u32 bpf_prog_runnable(enum bpf_attach_point point)
{
	u32 attached = READ_ONCE(attached_to_page_alloc);
	u32 candidates = point == BPF_ATTACH_PAGE_ALLOC ? attached : ~attached;
	u32 mask = 0;
	u32 i;

	for (i = 0; i < LAB_PROGRAMS; i++)
		if ((candidates & (1u << i)) && may_run_here(&lab_programs[i]))
			mask |= 1u << i;
	return mask;
}

struct bpf_prog *bpf_prog_find_from_stack(void)
{
	struct lab_cpu_data *cpu = this_cpu();

	return cpu->program_depth ? &bpf_progs[cpu->program_stack[cpu->program_depth - 1]] : NULL;
}

bool bpf_prog_is_atomic(void)
{
	struct bpf_prog *prog = bpf_prog_find_from_stack();

	return prog && (READ_ONCE(attached_to_page_alloc) & (1u << prog->index));
}

/*
 * Called by a tracepoint program before anything else. True when the tracepoint is what runs it; else it becomes attached
 * and has to return.
 */
u32 bpf_lab_attach_page_alloc(void)
{
	struct bpf_prog *prog = bpf_prog_find_from_stack();

	if (!prog)
		return false;
	if (this_cpu()->program_depth > 1 || bpf_prog_is_atomic())
		return true;
	__atomic_fetch_or(&attached_to_page_alloc, 1u << prog->index, __ATOMIC_RELAXED);
	return false;
}

void bpf_trace_mm_page_alloc(struct page *page __maybe_unused)
{
	u32 left = READ_ONCE(attached_to_page_alloc);

	while (left) {
		bpf_prog_run(__builtin_ctz(left));
		left &= left - 1;
	}
}
