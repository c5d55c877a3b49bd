/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/container_of.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/string.h>

#define might_sleep()		((void)0)
#define might_sleep_if(cond)	((void)(cond))
#define cant_sleep()		((void)0)
#define might_fault()		((void)0)
#define lower_32_bits(n)	((u32)((n) & 0xffffffff))
#define upper_32_bits(n)	((u32)(((n) >> 16) >> 16))
#define IS_ENABLED(option)	__IS_ENABLED_VALUE(option)
#define __IS_ENABLED_ARG_1	0,
#define __IS_ENABLED_VALUE(x)	___IS_ENABLED_VALUE(x)
#define ___IS_ENABLED_VALUE(x)	____IS_ENABLED_VALUE(__IS_ENABLED_ARG_##x)
#define ____IS_ENABLED_VALUE(arg_or_junk) __IS_ENABLED_SECOND(arg_or_junk 1, 0)
#define __IS_ENABLED_SECOND(ignored, value, ...) value
/* Nothing is built as a module. */
#define IS_BUILTIN(option)	IS_ENABLED(option)
#define IS_REACHABLE(option)	IS_ENABLED(option)
#define IS_MODULE(option)	0

#endif
