// SPDX-License-Identifier: MIT
/*
 * Work for process context. One queue for the machine; a CPU takes the whole of it between two
 * operations. One item never runs on two CPUs at a time.
 */
#include <linux/smp.h>
#include <linux/workqueue.h>

static LLIST_HEAD(queue);

static void enqueue(struct work_struct *work)
{
	llist_add(&work->node, &queue);
}

bool schedule_work(struct work_struct *work)
{
	if (atomic_fetch_or(WORK_PENDING, &work->state) & WORK_PENDING)
		return false;
	enqueue(work);
	return true;
}

static bool run_item(struct work_struct *work)
{
	u32 before;

	if (atomic_fetch_or(WORK_RUNNING, &work->state) & WORK_RUNNING) {
		/* Another CPU is at it; the item waits its turn. */
		enqueue(work);
		return false;
	}
	atomic_andnot(WORK_PENDING, &work->state);

	before = lab_enter_state(CPU_STATE_worker);
	this_cpu()->work = work;
	work->func(work);
	this_cpu()->work = NULL;
	lab_leave_state(before);

	atomic_andnot(WORK_RUNNING, &work->state);
	return true;
}

bool lab_run_worker(void)
{
	struct work_struct *work, *next;
	struct llist_node *list;
	bool any = false;

	if (llist_empty(&queue))
		return false;
	list = llist_reverse_order(llist_del_all(&queue));
	if (!list)
		return false;
	llist_for_each_entry_safe(work, next, list, node)
		any |= run_item(work);
	return any;
}

void flush_work(struct work_struct *work)
{
	while (atomic_read(&work->state)) {
		lab_run_worker();
		cpu_relax();
	}
}
