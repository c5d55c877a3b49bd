/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FILE_H
#define _LINUX_FILE_H

/* The arena has no file; struct file is in mm_types.h. */

#endif
