/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/not_modelled.h>

/* A CPU has one task: nobody else could run while it sleeps. */
#define __WAITING		"wait queues; a CPU has one task, which spins or goes on"

struct __not_modelled(__WAITING) wait_queue_head { int nothing; };
struct __not_modelled(__WAITING) wait_queue_entry { int nothing; };
typedef struct { int nothing; } wait_queue_head_t __not_modelled(__WAITING);
typedef struct { int nothing; } wait_queue_entry_t __not_modelled(__WAITING);

#define DECLARE_WAIT_QUEUE_HEAD(name)	wait_queue_head_t name
__not_modelled_call(init_waitqueue_head, __WAITING);
__not_modelled_call(wait_event, __WAITING);
__not_modelled_call(wait_event_interruptible, __WAITING);
__not_modelled_call(wait_event_killable, __WAITING);
__not_modelled_call(wait_event_timeout, __WAITING);
__not_modelled_call(wait_var_event, __WAITING);
__not_modelled_call(prepare_to_wait, __WAITING);
__not_modelled_call(finish_wait, __WAITING);
__not_modelled_call(wake_up, __WAITING);
__not_modelled_call(wake_up_all, __WAITING);
__not_modelled_call(wake_up_var, __WAITING);
__not_modelled_call(wake_up_process, __WAITING);
__not_modelled_call(schedule, __WAITING);
__not_modelled_call(schedule_timeout, __WAITING);
__not_modelled_call(io_schedule, __WAITING);

#endif
