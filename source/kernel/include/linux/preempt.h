/* SPDX-License-Identifier: MIT */
/* A task never moves to another CPU here, so there is nothing to disable. */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

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
#define cond_resched()		((void)0)

#endif
