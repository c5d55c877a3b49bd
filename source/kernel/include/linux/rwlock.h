/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RWLOCK_H
#define _LINUX_RWLOCK_H

#include <linux/not_modelled.h>

#define __RW_SPINLOCKS		"reader-writer spin locks; a spin lock can stand in for one"

typedef struct { int nothing; } rwlock_t __not_modelled(__RW_SPINLOCKS);

__not_modelled_call(rwlock_init, __RW_SPINLOCKS);
__not_modelled_call(read_lock, __RW_SPINLOCKS);
__not_modelled_call(read_unlock, __RW_SPINLOCKS);
__not_modelled_call(write_lock, __RW_SPINLOCKS);
__not_modelled_call(write_unlock, __RW_SPINLOCKS);

#endif
