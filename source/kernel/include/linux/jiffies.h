/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H

#include <linux/ktime.h>

/* Time is turns of spin loops (ktime.h); a tick is as much of it as anywhere. */
#define HZ			250
#define jiffies			((unsigned long)(ktime_get_mono_fast_ns() / (NSEC_PER_SEC / HZ)))
#define get_jiffies_64()	((u64)jiffies)
#define msecs_to_jiffies(ms)	((unsigned long)(ms) * HZ / 1000)
#define usecs_to_jiffies(us)	((unsigned long)(us) * HZ / 1000000)
#define jiffies_to_msecs(j)	((unsigned int)((j) * 1000 / HZ))
#define time_after(a, b)	((long)((b) - (a)) < 0)
#define time_before(a, b)	time_after(b, a)
#define time_after_eq(a, b)	((long)((a) - (b)) >= 0)
#define time_before_eq(a, b)	time_after_eq(b, a)

#endif
