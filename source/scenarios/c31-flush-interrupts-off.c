// SPDX-License-Identifier: MIT
/* C31: two CPUs flush a kernel address with interrupts off, as an allocation would have to. */
#include <linux/irqflags.h>
#include <ptelab/scenario_writers.h>

static void c31_flush_quietly(void)
{
	unsigned long start = arena_address(0);
	unsigned long flags;

	local_irq_save(flags);
	flush_tlb_kernel_range(start, start + PAGE_SIZE);
	local_irq_restore(flags);
}

void c31_flush(void)
{
	c31_flush_quietly();
}

void c31_flush_too(void)
{
	c31_flush_quietly();
}
