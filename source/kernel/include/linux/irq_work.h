/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IRQ_WORK_H
#define _LINUX_IRQ_WORK_H

#include <linux/atomic.h>
#include <linux/llist.h>

#define IRQ_WORK_PENDING	1
#define IRQ_WORK_BUSY		2

struct irq_work {
	struct llist_node node;
	atomic_t flags;
	void (*func)(struct irq_work *work);
};

#define IRQ_WORK_INIT(_func)	(struct irq_work){ .func = (_func) }

static inline void init_irq_work(struct irq_work *work, void (*func)(struct irq_work *work))
{
	*work = IRQ_WORK_INIT(func);
}

/* Has the work run soon, in hard interrupt context. False if it was waiting already. */
bool irq_work_queue(struct irq_work *work);
/* Waits until the work does not run and is not queued. */
void irq_work_sync(struct irq_work *work);
/* Runs what is queued with interrupts off; true if there was any. */
bool irq_work_run(void);

#endif
