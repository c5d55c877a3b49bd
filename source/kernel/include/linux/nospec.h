/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NOSPEC_H
#define _LINUX_NOSPEC_H

/* Nothing is executed ahead of time but walks of the tables. */

#endif
