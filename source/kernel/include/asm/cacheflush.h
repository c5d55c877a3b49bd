/* SPDX-License-Identifier: MIT */
#ifndef _ASM_CACHEFLUSH_H
#define _ASM_CACHEFLUSH_H

#include <linux/pgtable.h>

#endif
