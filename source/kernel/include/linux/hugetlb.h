/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HUGETLB_H
#define _LINUX_HUGETLB_H

/* The arena has small pages only. */

#endif
