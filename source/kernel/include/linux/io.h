/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/not_modelled.h>

#define __DEVICES		"devices"

__not_modelled_call(ioremap, __DEVICES);
__not_modelled_call(iounmap, __DEVICES);

#endif
