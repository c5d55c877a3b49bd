/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SCHED_CLOCK_H
#define _LINUX_SCHED_CLOCK_H

#include <linux/ktime.h>

#define local_clock()		ktime_get_mono_fast_ns()
#define sched_clock()		ktime_get_mono_fast_ns()

#endif
