/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_USERFAULTFD_K_H
#define _LINUX_USERFAULTFD_K_H

/* The user task handles none of its faults. */

#endif
