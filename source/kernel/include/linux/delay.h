/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

#include <linux/not_modelled.h>
#include <linux/smp.h>

/* There is no clock: a delay is one turn of a spin loop. */
#define udelay(us)		((void)(us), cpu_relax())
#define ndelay(ns)		((void)(ns), cpu_relax())

#define __SLEEPS		"sleeping for a time"

__not_modelled_call(msleep, __SLEEPS);
__not_modelled_call(usleep_range, __SLEEPS);
__not_modelled_call(fsleep, __SLEEPS);
__not_modelled_call(ssleep, __SLEEPS);

#endif
