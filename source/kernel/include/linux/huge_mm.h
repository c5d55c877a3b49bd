/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HUGE_MM_H
#define _LINUX_HUGE_MM_H

/* The arena has small pages only. */

#endif
