/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MEMPOOL_H
#define _LINUX_MEMPOOL_H

#include <linux/not_modelled.h>

#define __MEMPOOLS		"memory pools; see linux/slab.h"

typedef struct { int nothing; } mempool_t __not_modelled(__MEMPOOLS);

__not_modelled_call(mempool_alloc, __MEMPOOLS);
__not_modelled_call(mempool_free, __MEMPOOLS);

#endif
