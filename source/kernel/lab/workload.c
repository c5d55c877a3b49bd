// SPDX-License-Identifier: MIT
/*
 * What a CPU does in one top-level operation: it runs one of the loaded programs, or the process touches a page of the arena.
 * Every choice comes from the CPU's own sequence of random numbers.
 */
#include <linux/bpf_arena.h>
#include <linux/minmax.h>
#include <ptelab/boot.h>
#include <ptelab/lab.h>

/* One operation out of so many is the process's. */
#define USER_TOUCH_EVERY	8
/* Pages beyond the used ones that it touches as well, and the page it never goes beyond. */
#define USER_TOUCH_AHEAD	16u
#define USER_TOUCH_LIMIT	256u
/* Pages each CPU's touches may have brought into being. */
#define USER_PAGES		8

/* Arena page index + 1 of the pages that came into being by a touch, or 0. */
static u32 user_pages[LAB_CPUS][USER_PAGES];

static unsigned long user_address(u32 pgoff)
{
	return (unsigned long)the_arena->user_vm_start + ((unsigned long)pgoff << PAGE_SHIFT);
}

static void give_back(u32 *slot)
{
	u32 before = lab_enter_state(CPU_STATE_free);
	u32 pgoff = *slot - 1;

	*slot = 0;
	arena_free_pages(the_arena, (long)user_address(pgoff), 1, true);
	lab_leave_state(before);
}

/* Reads a page near the used ones; where there was none, the fault has made one, and it is kept for a while. */
static void touch(void)
{
	u32 *slot = &user_pages[smp_processor_id()][lab_random() % USER_PAGES];
	u32 limit = min(min(READ_ONCE(arena_high_water) + USER_TOUCH_AHEAD, USER_TOUCH_LIMIT),
			the_arena->map.max_entries);
	u32 pgoff = lab_random() % limit;
	u64 *taken = &lab_counters[smp_processor_id()][COUNTER_pages_allocated];
	u64 taken_before = *taken;
	u32 value = 0;
	u32 state_before;

	if (*slot) {
		give_back(slot);
		return;
	}

	state_before = lab_enter_state(CPU_STATE_user);
	lab_set_page(pgoff);
	if (!lab_user_access(user_address(pgoff), false, &value, NULL) && *taken != taken_before) {
		*slot = pgoff + 1;
		value = lab_random();
		lab_user_access(user_address(pgoff), true, &value, NULL);
	}
	lab_leave_state(state_before);
}

static u32 nth_bit(u32 mask, u32 n)
{
	while (n--)
		mask &= mask - 1;
	return __builtin_ctz(mask);
}

void workload_step(void)
{
	u32 what = READ_ONCE(lab_control.workload);
	u32 runnable;

	/* Nothing runs between operations, whatever became of the last one. */
	bpf_prog_reset_cpu();

	if ((what & LAB_WORKLOAD_USER) && lab_random() % USER_TOUCH_EVERY == 0) {
		touch();
		return;
	}

	runnable = what & LAB_WORKLOAD_PROGRAMS ? bpf_prog_runnable(BPF_ATTACH_WORKLOAD) : 0;
	if (runnable)
		bpf_prog_run(nth_bit(runnable, lab_random() % __builtin_popcount(runnable)));
}
