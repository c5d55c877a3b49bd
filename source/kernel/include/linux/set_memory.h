/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SET_MEMORY_H
#define _LINUX_SET_MEMORY_H

#include <linux/not_modelled.h>

#define __PROTECTIONS		"changes of the protection of kernel memory"

__not_modelled_call(set_memory_ro, __PROTECTIONS);
__not_modelled_call(set_memory_rw, __PROTECTIONS);
__not_modelled_call(set_memory_x, __PROTECTIONS);
__not_modelled_call(set_memory_nx, __PROTECTIONS);
__not_modelled_call(set_direct_map_invalid_noflush, __PROTECTIONS);
__not_modelled_call(set_direct_map_default_noflush, __PROTECTIONS);

#endif
