/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <linux/cleanup.h>
#include <ptelab/lab.h>

/* Interrupts are a state of the emulated CPU: while they are off it takes no IPI. */
static __always_inline bool irqs_disabled(void)
{
	return this_lab_cpu()->irqs_off != 0;
}

static __always_inline unsigned long arch_local_irq_save(void)
{
	struct lab_cpu *cpu = this_lab_cpu();
	unsigned long flags = cpu->irqs_off;

	WRITE_ONCE(cpu->irqs_off, 1);
	return flags;
}

static __always_inline void arch_local_irq_restore(unsigned long flags)
{
	WRITE_ONCE(this_lab_cpu()->irqs_off, (u32)flags);
	if (!flags)
		hw_poll();
}

#define local_irq_disable()	((void)arch_local_irq_save())
#define local_irq_enable()	arch_local_irq_restore(0)
#define local_irq_save(flags)	do { (flags) = arch_local_irq_save(); } while (0)
#define local_irq_restore(flags) arch_local_irq_restore(flags)
#define local_save_flags(flags)	do { (flags) = this_lab_cpu()->irqs_off; } while (0)
#define irqs_disabled_flags(flags) ((flags) != 0)
#define lockdep_assert_irqs_disabled() WARN_ON_ONCE(!irqs_disabled())
#define lockdep_assert_irqs_enabled() WARN_ON_ONCE(irqs_disabled())

DEFINE_LOCK_GUARD_0(irq, local_irq_disable(), local_irq_enable())
DEFINE_LOCK_GUARD_0(irqsave, local_irq_save(_T->flags), local_irq_restore(_T->flags), unsigned long flags)

#endif
