/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HRTIMER_H
#define _LINUX_HRTIMER_H

#include <linux/timer.h>

struct __not_modelled(__TIMERS) hrtimer { int nothing; };

__not_modelled_call(hrtimer_setup, __TIMERS);
__not_modelled_call(hrtimer_start, __TIMERS);
__not_modelled_call(hrtimer_cancel, __TIMERS);

#endif
