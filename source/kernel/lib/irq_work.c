// SPDX-License-Identifier: MIT
/*
 * Work for hard interrupt context. The real one interrupts the CPU that queued it; here any CPU
 * takes it between two operations, with interrupts off.
 */
#include <linux/irq_work.h>
#include <linux/irqflags.h>
#include <linux/smp.h>

static LLIST_HEAD(raised);

bool irq_work_queue(struct irq_work *work)
{
	if (atomic_fetch_or(IRQ_WORK_PENDING, &work->flags) & IRQ_WORK_PENDING)
		return false;
	llist_add(&work->node, &raised);
	return true;
}

static void run_irq_item(struct irq_work *work)
{
	/* Not pending before it runs: it may be queued again at once, even by itself. */
	atomic_set(&work->flags, IRQ_WORK_BUSY);
	work->func(work);
	atomic_andnot(IRQ_WORK_BUSY, &work->flags);
}

bool irq_work_run(void)
{
	struct irq_work *work, *next;
	struct llist_node *list;
	unsigned long flags;

	if (llist_empty(&raised))
		return false;
	list = llist_reverse_order(llist_del_all(&raised));
	if (!list)
		return false;

	local_irq_save(flags);
	llist_for_each_entry_safe(work, next, list, node)
		run_irq_item(work);
	local_irq_restore(flags);
	return true;
}

void irq_work_sync(struct irq_work *work)
{
	while (atomic_read(&work->flags)) {
		irq_work_run();
		cpu_relax();
	}
}
