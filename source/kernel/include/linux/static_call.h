/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_STATIC_CALL_H
#define _LINUX_STATIC_CALL_H

/* Calls are as they are written. */

#endif
