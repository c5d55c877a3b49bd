/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_OVERFLOW_H
#define _LINUX_OVERFLOW_H

#include <linux/stddef.h>

#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d)	__builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d)	__builtin_mul_overflow(a, b, d)
#define size_add(a, b)		((size_t)(a) + (size_t)(b))
#define size_sub(a, b)		((size_t)(a) - (size_t)(b))
#define size_mul(a, b)		((size_t)(a) * (size_t)(b))
#define array_size(a, b)	size_mul(a, b)

#endif
