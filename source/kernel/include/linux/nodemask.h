/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NODEMASK_H
#define _LINUX_NODEMASK_H

#include <linux/numa.h>

#define nr_node_ids		1u
#define node_online(node)	((node) == 0)
#define numa_node_id()		0
#define numa_mem_id()		0

#endif
