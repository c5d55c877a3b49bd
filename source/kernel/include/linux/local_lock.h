/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LOCAL_LOCK_H
#define _LINUX_LOCAL_LOCK_H

#include <linux/not_modelled.h>

#define __LOCAL_LOCKS		"local locks; local_irq_save() does what they do here"

typedef struct { int nothing; } local_lock_t __not_modelled(__LOCAL_LOCKS);

__not_modelled_call(local_lock, __LOCAL_LOCKS);
__not_modelled_call(local_unlock, __LOCAL_LOCKS);

#endif
