/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>

/* Boot calls what it needs by name. */
#define late_initcall(fn)	static __maybe_unused typeof(fn) *__initcall_##fn = fn
#define subsys_initcall(fn)	late_initcall(fn)
#define core_initcall(fn)	late_initcall(fn)

#endif
