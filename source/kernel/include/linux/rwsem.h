/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/not_modelled.h>

#define __SLEEPING_RW		"sleeping reader-writer locks; a mutex or a spin lock can stand in for one"

struct __not_modelled(__SLEEPING_RW) rw_semaphore { int nothing; };

__not_modelled_call(init_rwsem, __SLEEPING_RW);
__not_modelled_call(down_read, __SLEEPING_RW);
__not_modelled_call(down_read_trylock, __SLEEPING_RW);
__not_modelled_call(up_read, __SLEEPING_RW);
__not_modelled_call(down_write, __SLEEPING_RW);
__not_modelled_call(down_write_trylock, __SLEEPING_RW);
__not_modelled_call(up_write, __SLEEPING_RW);

#endif
