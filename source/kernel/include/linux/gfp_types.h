/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_GFP_TYPES_H
#define _LINUX_GFP_TYPES_H

#include <linux/types.h>

#define __GFP_ZERO		0x01u
#define __GFP_NOWARN		0x02u
#define __GFP_ACCOUNT		0x04u
#define __GFP_NOMEMALLOC	0x08u
#define __GFP_TRYLOCK		0x10u
#define GFP_ATOMIC		0x20u
#define GFP_KERNEL		0x40u
#define GFP_NOWAIT		0x80u
#define GFP_KERNEL_ACCOUNT	(GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_USER		GFP_KERNEL

#endif
