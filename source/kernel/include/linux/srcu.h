/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SRCU_H
#define _LINUX_SRCU_H

#include <linux/not_modelled.h>
#include <linux/rcupdate.h>

#define __SRCU			"SRCU"

struct __not_modelled(__SRCU) srcu_struct { int nothing; };

__not_modelled_call(srcu_read_lock, __SRCU);
__not_modelled_call(srcu_read_unlock, __SRCU);
__not_modelled_call(synchronize_srcu, __SRCU);
__not_modelled_call(call_srcu, __SRCU);

#endif
