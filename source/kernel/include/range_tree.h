/* SPDX-License-Identifier: MIT */
#ifndef _RANGE_TREE_LOCAL_H
#define _RANGE_TREE_LOCAL_H

#include <linux/range_tree.h>

#endif
