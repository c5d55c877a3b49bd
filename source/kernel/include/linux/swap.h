/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SWAP_H
#define _LINUX_SWAP_H

/* Nothing is swapped out. */

#endif
