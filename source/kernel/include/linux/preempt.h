/* SPDX-License-Identifier: MIT */
/* A task never moves to another CPU here, so there is nothing to disable. */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <linux/cleanup.h>

#define preempt_disable()	((void)0)
#define preempt_enable()	((void)0)
#define preempt_disable_notrace() ((void)0)
#define preempt_enable_notrace() ((void)0)
#define migrate_disable()	((void)0)
#define migrate_enable()	((void)0)
#define cant_migrate()		((void)0)
#define in_nmi()		0
#define in_hardirq()		0
#define in_interrupt()		0
#define in_softirq()		0
#define in_serving_softirq()	0
#define in_task()		1
#define preempt_count()		0
#define preemptible()		(!irqs_disabled())
#define local_bh_disable()	((void)0)
#define local_bh_enable()	((void)0)
#define cond_resched()		((void)0)
#define need_resched()		0
#define preempt_enable_no_resched() preempt_enable()

DEFINE_LOCK_GUARD_0(preempt, preempt_disable(), preempt_enable())
DEFINE_LOCK_GUARD_0(preempt_notrace, preempt_disable_notrace(), preempt_enable_notrace())
DEFINE_LOCK_GUARD_0(migrate, migrate_disable(), migrate_enable())

#endif
