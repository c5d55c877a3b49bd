/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SWAPOPS_H
#define _LINUX_SWAPOPS_H

/* Nothing is swapped out. */

#endif
