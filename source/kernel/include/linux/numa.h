/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NUMA_H
#define _LINUX_NUMA_H

#include <linux/gfp.h>

#define MAX_NUMNODES		1

#endif
