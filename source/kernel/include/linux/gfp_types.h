/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_GFP_TYPES_H
#define _LINUX_GFP_TYPES_H

#include <linux/types.h>

#define __GFP_ZERO		0x01u
#define __GFP_NOWARN		0x02u
#define __GFP_ACCOUNT		0x04u
#define __GFP_NOMEMALLOC	0x08u
#define __GFP_TRYLOCK		0x10u
#define __GFP_NOFAIL		0x0100u
#define __GFP_NORETRY		0x0200u
#define __GFP_RETRY_MAYFAIL	0x0400u
#define __GFP_HIGH		0x0800u
#define __GFP_HIGHMEM		0u
#define __GFP_COMP		0u
#define __GFP_THISNODE		0u
#define __GFP_SKIP_KASAN	0u
#define __GFP_SKIP_ZERO		0u
/* Nothing is ever reclaimed. */
#define __GFP_RECLAIM		0u
#define __GFP_DIRECT_RECLAIM	0u
#define __GFP_KSWAPD_RECLAIM	0u
#define GFP_ATOMIC		0x20u
#define GFP_KERNEL		0x40u
#define GFP_NOWAIT		0x80u
#define GFP_KERNEL_ACCOUNT	(GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_USER		GFP_KERNEL
#define GFP_HIGHUSER		GFP_KERNEL
#define GFP_NOIO		GFP_KERNEL
#define GFP_NOFS		GFP_KERNEL

#endif
