// SPDX-License-Identifier: MIT
/*
 * C23: the fault hook is asked to recover one address, and nobody else uses the page. If it says "handled", the next access
 * should find something. Where pte_none() ignores accessed and dirty bits, the empty entry has them.
 */
#include <linux/irqflags.h>
#include <ptelab/scenario_helper.h>
#include <ptelab/scenario_writers.h>

bool bpf_arena_handle_page_fault(unsigned long addr, bool is_write, unsigned long fault_ip);

void c23_setup(void)
{
	leave_stray_bits(0);
}

void c23_recover(void)
{
	unsigned long flags;
	bool handled;

	program_begin();
	local_irq_save(flags);
	handled = bpf_arena_handle_page_fault(arena_address(0), false, 0);
	local_irq_restore(flags);
	lab_result[0] = handled;
	lab_check(!handled || !leaf_is_none(0), PROPERTY_expectation);
	program_end();
}
