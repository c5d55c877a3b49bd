/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RWONCE_H
#define _LINUX_RWONCE_H

#include <linux/compiler.h>

#endif
