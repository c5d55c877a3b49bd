// SPDX-License-Identifier: MIT
/*
 * The page-fault handler. A kernel access goes through the same stations as on the real thing: the
 * architecture's entry code, the exception table, the check for a spurious fault, the arena's hook,
 * the oops.
 */
#include <linux/bpf.h>
#include <linux/kernel.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <ptelab/candidate.h>
#include <ptelab/fault.h>
#include <ptelab/lab.h>

/* An access that faults so often in a row will do so for ever. */
#define REFAULT_LIMIT		1000
/* Faults within the handler. */
#define FAULT_DEPTH_LIMIT	8

static void __noreturn die(unsigned long address, u32 site, u32 kind)
{
	lab_count(COUNTER_oopses);
	lab_stream_push(STREAM_oops, this_lab_cpu()->program, address, site, kind);
	__ptelab_trap(LAB_TRAP_OOPS, kind);
}

static void __noreturn watchdog(unsigned long address, u32 site, u32 attempt)
{
	lab_count(COUNTER_lockups);
	lab_stream_push(STREAM_lockup, this_lab_cpu()->program, address, site, attempt);
	__ptelab_trap(LAB_TRAP_REFAULT, attempt);
}

static u32 oops_kind(unsigned long address, u32 error)
{
	if (error & LAB_FAULT_BUS)
		return OOPS_bus;
	if (error & LAB_FAULT_ALIGNMENT)
		return OOPS_alignment;
	return address < LAB_NULL_END ? OOPS_null : OOPS_unhandled_fault;
}

/* Nothing is mapped at the address, as far as the hardware has said. */
static bool is_translation_fault(u32 error)
{
	return !(error & (LAB_FAULT_PROTECTION | LAB_FAULT_ALIGNMENT | LAB_FAULT_BUS |
			  LAB_FAULT_NONCANONICAL));
}

/* The pipeline or the TLB was behind the table. Only where the kernel looks for that. */
static bool is_spurious(unsigned long address)
{
	return LAB_SPURIOUS_CHECK && lab_kernel_mapped(address);
}

/* Interrupts are off, as exception entry leaves them. */
static enum lab_fault_action kernel_fault(unsigned long address, u32 error, u32 site)
{
	bool write = error & LAB_FAULT_WRITE;

	if (is_translation_fault(error) && arch_kernel_fault_entry(address))
		return LAB_FAULT_RETRY;

	if (error & LAB_FAULT_BPF) {
		lab_count(COUNTER_ext_fixups);
		bpf_arena_report_violation(address, write, site, false);
		return LAB_FAULT_FIXUP;
	}

	if (is_translation_fault(error)) {
		if (is_spurious(address))
			return LAB_FAULT_RETRY;
		if (candidate_hooks_fault() && bpf_arena_handle_page_fault(address, write, site))
			return LAB_FAULT_RETRY;
	}
	die(address, site, oops_kind(address, error));
}

static enum lab_fault_action user_fault(unsigned long address, u32 error, u32 *signal)
{
	vm_fault_t result = VM_FAULT_SIGSEGV;

	lab_count(COUNTER_user_faults);
	if (is_translation_fault(error))
		result = arena_vm_fault_entry(address, error & LAB_FAULT_WRITE);
	else if (error & LAB_FAULT_BUS)
		result = VM_FAULT_SIGBUS;

	*signal = result & VM_FAULT_ERROR;
	if (*signal)
		return LAB_FAULT_SIGNAL;
	/* What update_mmu_cache() is for where the TLB may remember that nothing was mapped. */
	if (LAB_NOT_PRESENT_CACHED == 1)
		local_flush_tlb_page(address);
	return LAB_FAULT_RETRY;
}

/* Shows the fault on the arena map, if it is there at all. */
static void mark_fault(unsigned long address)
{
	u64 offset = (u64)address - lab_arena.kern_vm_start;

	if (offset < lab_arena.recoverable_end - lab_arena.kern_vm_start)
		lab_set_heat((u32)(offset >> PAGE_SHIFT), HEAT_fault);
}

enum lab_fault_action lab_page_fault(unsigned long address, u32 error, u32 site, u32 attempt,
				     u32 *signal)
{
	struct lab_cpu_data *cpu = this_cpu();
	u32 before = lab_enter_state(CPU_STATE_fault);
	enum lab_fault_action action;
	unsigned long flags;

	lab_count(COUNTER_faults);
	if (attempt)
		lab_count(COUNTER_refaults);
	if (attempt > REFAULT_LIMIT)
		watchdog(address, site, attempt);
	if (++cpu->fault_depth > FAULT_DEPTH_LIMIT)
		die(address, site, OOPS_unhandled_fault);

	if (error & LAB_FAULT_USER) {
		action = user_fault(address, error, signal);
	} else {
		mark_fault(address);
		local_irq_save(flags);
		action = kernel_fault(address, error, site);
		local_irq_restore(flags);
	}

	cpu->fault_depth--;
	lab_leave_state(before);
	lab_set_site(site);
	return action;
}
