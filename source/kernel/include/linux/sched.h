/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/smp.h>
#include <linux/preempt.h>
#include <linux/wait.h>

#endif
