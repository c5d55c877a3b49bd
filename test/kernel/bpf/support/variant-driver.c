// SPDX-License-Identifier: MIT
/*
 * Stands in for lab/workload.c: a CPU's operation is what the test has asked for, and before an access to an entry it can do
 * another one, as an interrupt or another CPU would. Operations are numbered in the order of operationIds in variant-machine.ts.
 */
#include <linux/bpf_arena.h>
#include <linux/irqflags.h>
#include <ptelab/boot.h>
#include <ptelab/lab.h>

#define NO_PAGE	0xffffffffu

u64 bpf_arena_alloc_pages(u64 p__map, u64 addr__ign, u32 page_cnt, int node_id, u64 flags);
void bpf_arena_free_pages(u64 p__map, u64 ptr__ign, u32 page_cnt);
void bpf_arena_free_pages_non_sleepable(u64 p__map, u64 ptr__ign, u32 page_cnt);

enum operation {
	OP_IDLE, OP_ALLOC, OP_ALLOC_ATOMIC, OP_FREE, OP_FREE_LATER, OP_READ, OP_WRITE, OP_BPF_READ, OP_BPF_WRITE, OP_USER_READ,
	OP_USER_WRITE, OP_CONTENT, OP_FRAME, OP_POKE, OP_READ_UNDER_LOCK, OP_LOCK, OP_UNLOCK, OP_IS_FREE,
	OP_PAGES_COUNTED,
};

/* Operation and two arguments. */
u32 test_request[3];
/*
 * Up to two, one after the other: the same, before the how manyth access point from now on or from the one before; if the
 * fifth word is set, of those at which nobody holds the arena's lock.
 */
u32 test_hooks[2][5];
/* What the operation and the one in between gave. */
u32 test_result[2];

static u64 pointer(u32 page)
{
	return page == NO_PAGE ? 0 : the_arena->user_vm_start + ((u64)page << PAGE_SHIFT);
}

static u32 *kernel_address(u32 page)
{
	return (u32 *)((unsigned long)bpf_arena_get_kern_vm_start(the_arena) + ((unsigned long)page << PAGE_SHIFT));
}

static volatile u32 __arena *bpf_address(u32 page)
{
	return (volatile u32 __arena *)(unsigned long)(u32)pointer(page);
}

static void program_begin(void)
{
	struct lab_cpu_data *cpu = this_cpu();

	cpu->program_stack[cpu->program_depth++] = 0;
	cpu->arena_base = (unsigned long)bpf_arena_get_kern_vm_start(the_arena) - (u32)the_arena->user_vm_start;
}

static void program_end(void)
{
	this_cpu()->program_depth--;
}

static int find_one(pte_t *ptep, unsigned long addr __maybe_unused, void *data)
{
	*(pte_t **)data = ptep;
	return 0;
}

static pte_t *entry_of(u32 page)
{
	pte_t *ptep = NULL;

	apply_to_existing_page_range(&init_mm, (unsigned long)kernel_address(page), PAGE_SIZE, find_one, &ptep);
	return ptep;
}

static u32 content_of(pte_t pte)
{
	if (pte_none(pte))
		return 0;
	if (!pte_present(pte))
		return 3;
	return pte_page(pte) == the_arena->scratch_page ? 1 : 2;
}

static u32 alloc(u32 page, u32 count)
{
	u64 p = bpf_arena_alloc_pages(0, pointer(page), count, NUMA_NO_NODE, 0);

	return p ? compute_pgoff(the_arena, (u32)p) : NO_PAGE;
}

static u32 alloc_atomic(u32 page, u32 count)
{
	unsigned long flags;
	u32 ret;

	local_irq_save(flags);
	ret = alloc(page, count);
	local_irq_restore(flags);
	return ret;
}

static u32 kernel_read(u32 page)
{
	u32 value;

	program_begin();
	value = READ_ONCE(*kernel_address(page));
	program_end();
	return value;
}

static u32 read_under_lock(u32 page)
{
	unsigned long flags;
	u32 value;

	if (raw_res_spin_lock_irqsave(&the_arena->spinlock, flags))
		return NO_PAGE;
	value = kernel_read(page);
	raw_res_spin_unlock_irqrestore(&the_arena->spinlock, flags);
	return value;
}

static u32 is_free(u32 page)
{
	unsigned long flags;
	u32 ret;

	if (raw_res_spin_lock_irqsave(&the_arena->spinlock, flags))
		return NO_PAGE;
	ret = !is_range_tree_set(&the_arena->rt, page, 1);
	raw_res_spin_unlock_irqrestore(&the_arena->spinlock, flags);
	return ret;
}

static u32 user_access(u32 page, bool write, u32 value)
{
	return lab_user_access((unsigned long)pointer(page), write, &value, NULL) ? NO_PAGE : value;
}

static u32 bpf_access(u32 page, bool write, u32 value)
{
	program_begin();
	if (write)
		*bpf_address(page) = value;
	else
		value = *bpf_address(page);
	program_end();
	return value;
}

static u32 perform(enum operation operation, u32 a, u32 b)
{
	switch (operation) {
	case OP_IDLE:
		break;
	case OP_ALLOC:
		return alloc(a, b);
	case OP_ALLOC_ATOMIC:
		return alloc_atomic(a, b);
	case OP_FREE:
		bpf_arena_free_pages(0, pointer(a), b);
		break;
	case OP_FREE_LATER:
		bpf_arena_free_pages_non_sleepable(0, pointer(a), b);
		break;
	case OP_READ:
		return kernel_read(a);
	case OP_WRITE:
		program_begin();
		WRITE_ONCE(*kernel_address(a), b);
		program_end();
		break;
	case OP_BPF_READ:
		return bpf_access(a, false, 0);
	case OP_BPF_WRITE:
		return bpf_access(a, true, b);
	case OP_USER_READ:
		return user_access(a, false, 0);
	case OP_USER_WRITE:
		return user_access(a, true, b);
	case OP_CONTENT:
		return content_of(READ_ONCE(*entry_of(a)));
	case OP_FRAME:
		return (u32)pte_pfn(READ_ONCE(*entry_of(a)));
	case OP_POKE:
		WRITE_ONCE(entry_of(a)->pte, b);
		break;
	case OP_READ_UNDER_LOCK:
		return read_under_lock(a);
	case OP_LOCK:
		return raw_res_spin_lock(&the_arena->spinlock) ? NO_PAGE : 0;
	case OP_UNLOCK:
		raw_res_spin_unlock(&the_arena->spinlock);
		break;
	case OP_IS_FREE:
		return is_free(a);
	case OP_PAGES_COUNTED:
		return (u32)the_arena->nr_pages;
	}
	return 0;
}

void test_access_point(void)
{
	u32 *hook = test_hooks[0];
	struct lab_cpu *cpu = this_lab_cpu();
	u32 irqs_off = cpu->irqs_off;
	u32 operation[3];
	u32 i;

	if (!hook[3] || !the_arena || (hook[4] && the_arena->spinlock.val) || --hook[3])
		return;
	for (i = 0; i < 3; i++)
		operation[i] = hook[i];
	/* What it does has access points too, and the next one may be meant for them. */
	for (i = 0; i < 5; i++) {
		hook[i] = test_hooks[1][i];
		test_hooks[1][i] = 0;
	}
	/* As on another CPU, whatever this one is in. */
	cpu->irqs_off = 0;
	test_result[1] = perform(operation[0], operation[1], operation[2]);
	cpu->irqs_off = irqs_off;
}

void workload_step(void)
{
	bpf_prog_reset_cpu();
	test_result[0] = perform(test_request[0], test_request[1], test_request[2]);
}
