// SPDX-License-Identifier: MIT
/* What is told to a program's stream, and what becomes of a program that has been told too much. */
#include <linux/bpf.h>
#include <ptelab/lab.h>

static void unload(u32 index, u32 violations)
{
	u32 expected = LAB_PROGRAM_LOADED;

	/* Of several CPUs that find out, one does it. Runs that are under way end by themselves. */
	if (!__atomic_compare_exchange_n(&lab_programs[index].state, &expected, LAB_PROGRAM_UNLOADED, false,
					 __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
		return;
	lab_count(COUNTER_unloads);
	lab_stream_push(STREAM_unload, index, 0, LAB_NOTHING, violations);
}

static u32 violation_kind(bool is_write, bool kernel)
{
	if (kernel)
		return is_write ? STREAM_kernel_write_violation : STREAM_kernel_read_violation;
	return is_write ? STREAM_bpf_write_violation : STREAM_bpf_read_violation;
}

void bpf_arena_report_violation(unsigned long addr, bool is_write, unsigned long site, bool kernel)
{
	struct bpf_prog *prog = bpf_prog_find_from_stack();
	u32 threshold = READ_ONCE(lab_control.violation_threshold);
	u32 violations;

	lab_count(COUNTER_violations);
	lab_stream_push(violation_kind(is_write, kernel), prog ? prog->index : LAB_NOTHING, addr, (u32)site, 0);
	if (!prog)
		return;

	violations = __atomic_add_fetch(&lab_programs[prog->index].violations, 1, __ATOMIC_RELAXED);
	if (threshold && violations >= threshold)
		unload(prog->index, violations);
}
