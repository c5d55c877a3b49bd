/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SEMAPHORE_H
#define _LINUX_SEMAPHORE_H

#include <linux/not_modelled.h>

#define __SEMAPHORES		"semaphores; a mutex or a spin lock can stand in for one"

struct __not_modelled(__SEMAPHORES) semaphore { int nothing; };

__not_modelled_call(sema_init, __SEMAPHORES);
__not_modelled_call(down, __SEMAPHORES);
__not_modelled_call(down_trylock, __SEMAPHORES);
__not_modelled_call(up, __SEMAPHORES);

#endif
