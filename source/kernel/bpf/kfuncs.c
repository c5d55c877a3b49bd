// SPDX-License-Identifier: MIT
/*
 * Kernel functions that BPF programs call. Pointers arrive as 64 bits whatever the kernel's own size; those into the arena
 * are moved to the kernel's mapping and then used like any other pointer: what is not there faults.
 */
#include <linux/bpf_arena.h>
#include <linux/irqflags.h>
#include <ptelab/lab.h>

/* No kfunc goes further than this, whatever the program asks for. */
#define KFUNC_MAX_BYTES	(128u * 1024)

/* Argument of the warn record for data that is not what was written. */
#define LAB_WARN_CORRUPTION	0xc0de

static u32 *arena_argument(u64 p)
{
	return (u32 *)arena_kern_address(the_arena, (u32)p);
}

/* A free may wait for other CPUs only where they can still reach this one. */
static bool may_sleep(void)
{
	return !bpf_prog_is_atomic() && !irqs_disabled();
}

u64 bpf_arena_alloc_pages(u64 p__map __maybe_unused, u64 addr__ign, u32 page_cnt, int node_id, u64 flags)
{
	u32 before = lab_enter_state(CPU_STATE_alloc);
	long ret = 0;

	if (!flags)
		ret = arena_alloc_pages(the_arena, (long)addr__ign, page_cnt, node_id, may_sleep());
	if (!ret)
		lab_count(COUNTER_alloc_failures);
	lab_leave_state(before);
	return (unsigned long)ret;
}

static void free_pages_as(u64 ptr__ign, u32 page_cnt, bool sleepable)
{
	u32 before = lab_enter_state(CPU_STATE_free);

	if (page_cnt && ptr__ign)
		arena_free_pages(the_arena, (long)ptr__ign, page_cnt, sleepable);
	lab_leave_state(before);
}

void bpf_arena_free_pages(u64 p__map __maybe_unused, u64 ptr__ign, u32 page_cnt)
{
	free_pages_as(ptr__ign, page_cnt, may_sleep());
}

void bpf_arena_free_pages_non_sleepable(u64 p__map __maybe_unused, u64 ptr__ign, u32 page_cnt)
{
	free_pages_as(ptr__ign, page_cnt, false);
}

void bpf_kfunc_fill(u64 p, u32 bytes, u32 value)
{
	u32 before = lab_enter_state(CPU_STATE_kfunc);
	u32 *words = arena_argument(p);
	u32 i;

	for (i = 0; i < bytes / 4 && i < KFUNC_MAX_BYTES / 4; i++)
		words[i] = value;
	lab_leave_state(before);
}

u32 bpf_kfunc_sum(u64 p, u32 bytes)
{
	u32 before = lab_enter_state(CPU_STATE_kfunc);
	u32 *words = arena_argument(p);
	u32 sum = 0;
	u32 i;

	for (i = 0; i < bytes / 4 && i < KFUNC_MAX_BYTES / 4; i++)
		sum += words[i];
	lab_leave_state(before);
	return sum;
}

u32 bpf_kfunc_read(u64 p)
{
	u32 before = lab_enter_state(CPU_STATE_kfunc);
	u32 value = READ_ONCE(*arena_argument(p));

	lab_leave_state(before);
	return value;
}

void bpf_kfunc_touch(u64 p)
{
	u32 before = lab_enter_state(CPU_STATE_kfunc);

	/* A write access, and yet it changes nothing. */
	__atomic_fetch_or(arena_argument(p), 0, __ATOMIC_RELAXED);
	lab_leave_state(before);
}

u32 bpf_kfunc_header(u64 p)
{
	u32 before = lab_enter_state(CPU_STATE_kfunc);
	u32 value = READ_ONCE(arena_argument(p)[-1]);

	lab_leave_state(before);
	return value;
}

u32 bpf_get_smp_processor_id(void)
{
	return smp_processor_id();
}

u32 bpf_get_prandom_u32(void)
{
	return lab_random();
}

u32 bpf_lab_page_size(void)
{
	return PAGE_SIZE;
}

u64 bpf_lab_arena_page(u32 index)
{
	return the_arena->user_vm_start + ((u64)index << PAGE_SHIFT);
}

void bpf_lab_report_corruption(u64 p)
{
	struct bpf_prog *prog = bpf_prog_find_from_stack();

	lab_count(COUNTER_corruptions);
	lab_stream_push(STREAM_warn, prog ? prog->index : LAB_NOTHING, (unsigned long)arena_argument(p), LAB_NOTHING,
			LAB_WARN_CORRUPTION);
}
