/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/jiffies.h>
#include <linux/not_modelled.h>

#define __TIMERS		"timers"

struct __not_modelled(__TIMERS) timer_list { int nothing; };
struct __not_modelled(__TIMERS) delayed_work { int nothing; };

__not_modelled_call(timer_setup, __TIMERS);
__not_modelled_call(mod_timer, __TIMERS);
__not_modelled_call(timer_delete, __TIMERS);
__not_modelled_call(timer_delete_sync, __TIMERS);
__not_modelled_call(schedule_delayed_work, __TIMERS);
__not_modelled_call(queue_delayed_work, __TIMERS);
__not_modelled_call(mod_delayed_work, __TIMERS);
__not_modelled_call(cancel_delayed_work_sync, __TIMERS);

#endif
