/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/atomic.h>
#include <linux/llist.h>
#include <linux/not_modelled.h>

struct work_struct;
typedef void (*work_func_t)(struct work_struct *work);

struct work_struct {
	struct llist_node node;
	/* WORK_PENDING, WORK_RUNNING */
	atomic_t state;
	work_func_t func;
};

#define WORK_PENDING	1
#define WORK_RUNNING	2

#define INIT_WORK(_work, _func)						\
do {									\
	*(_work) = (struct work_struct){ .func = (_func) };		\
} while (0)

/* Has the work run in process context, on one CPU at a time. False if it was waiting already. */
bool schedule_work(struct work_struct *work);
__not_modelled_call(cancel_work_sync, "taking back work; flush_work() waits for it");
__not_modelled_call(alloc_workqueue, "work queues of one's own; schedule_work() has the one there is");
__not_modelled_call(flush_workqueue, "work queues of one's own; flush_work() waits for an item");
#define queue_work(wq, work)	schedule_work(work)
/* Waits for the work's present run, helping when nobody has begun it. */
void flush_work(struct work_struct *work);
/* Runs what is queued; true if there was any. */
bool lab_run_worker(void);

#endif
