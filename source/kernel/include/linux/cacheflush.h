/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CACHEFLUSH_H
#define _LINUX_CACHEFLUSH_H

#include <linux/pgtable.h>

#endif
