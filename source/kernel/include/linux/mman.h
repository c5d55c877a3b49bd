/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MMAN_H
#define _LINUX_MMAN_H

/* The one mapping of the user task is made at boot. */

#endif
