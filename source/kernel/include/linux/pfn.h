/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PFN_H
#define _LINUX_PFN_H

#include <linux/pgtable.h>

#endif
