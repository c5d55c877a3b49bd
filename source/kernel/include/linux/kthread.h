/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KTHREAD_H
#define _LINUX_KTHREAD_H

#include <linux/not_modelled.h>

#define __KTHREADS		"kernel threads; work items are run between two operations of a CPU"

__not_modelled_call(kthread_run, __KTHREADS);
__not_modelled_call(kthread_create, __KTHREADS);
__not_modelled_call(kthread_stop, __KTHREADS);
__not_modelled_call(kthread_should_stop, __KTHREADS);

#endif
