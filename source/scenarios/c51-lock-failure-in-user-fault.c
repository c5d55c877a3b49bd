// SPDX-License-Identifier: MIT
/*
 * C51: the user's fault cannot have the arena's lock in time, while another thread allocates and then maps something, for which
 * it needs the address space for itself. Whoever answers "retry" says that it has given mmap_lock back.
 */
#include <ptelab/scenario_scope.h>

/* Stands for mmap_lock: many readers or one writer. */
static u32 c51_readers, c51_writing;

static void c51_read_lock(void)
{
	__ptelab_atomic_begin();
	block_until(&c51_writing, 0);
	__atomic_fetch_add(&c51_readers, 1, __ATOMIC_SEQ_CST);
	__ptelab_atomic_end();
}

static void c51_read_unlock(void)
{
	__atomic_fetch_sub(&c51_readers, 1, __ATOMIC_SEQ_CST);
}

static void c51_write_lock(void)
{
	__ptelab_atomic_begin();
	block_until(&c51_readers, 0);
	WRITE_ONCE(c51_writing, 1);
	__ptelab_atomic_end();
}

static void c51_write_unlock(void)
{
	WRITE_ONCE(c51_writing, 0);
}

/* What the arena answered before: every failure to have its lock was a "retry". */
static vm_fault_t c51_old_answer(vm_fault_t answer)
{
	return answer == VM_FAULT_SIGBUS ? VM_FAULT_RETRY : answer;
}

/* The architecture's fault handler. It does not try for ever: neither does this. */
static void c51_answer(bool old)
{
	vm_fault_t answer;
	u32 tries = 0;

	do {
		struct vm_fault vmf = { .vma = &arena_user_vma, .address = arena_user_vma.vm_start };

		c51_read_lock();
		answer = arena_vm_fault(&vmf);
		if (old)
			answer = c51_old_answer(answer);
		if (!answer) {
			vmf_insert_page(vmf.vma, vmf.address, vmf.page);
			put_page(vmf.page);
		}
		if (!(answer & VM_FAULT_RETRY))
			c51_read_unlock();
	} while (answer & VM_FAULT_RETRY && ++tries < 2);
	lab_result[0] = answer;
}

void c51_fault(void)
{
	c51_answer(false);
}

void c51_fault_retry(void)
{
	c51_answer(true);
}

void c51_map(void)
{
	program_begin();
	alloc_page_at(1);
	program_end();
	c51_write_lock();
	c51_write_unlock();
}
