/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KTIME_H
#define _LINUX_KTIME_H

#include <linux/types.h>

/* There is no clock: time is turns of spin loops, one counted as NSEC_PER_RELAX. */
#define NSEC_PER_RELAX		100
#define NSEC_PER_MSEC		1000000L
#define NSEC_PER_SEC		1000000000L

/* This CPU's spin time in nanoseconds. */
u64 ktime_get_mono_fast_ns(void);

#endif
