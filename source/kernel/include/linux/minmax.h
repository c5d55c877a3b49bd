/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#include <linux/types.h>
#include <linux/compiler.h>

#define __min_max(op, x, y, ux, uy)					\
({									\
	typeof(x) ux = (x);						\
	typeof(y) uy = (y);						\
	ux op uy ? ux : uy;						\
})
#define min(x, y)		__min_max(<, x, y, __UNIQUE_ID(x_), __UNIQUE_ID(y_))
#define max(x, y)		__min_max(>, x, y, __UNIQUE_ID(x_), __UNIQUE_ID(y_))
#define min_t(type, x, y)	min((type)(x), (type)(y))
#define max_t(type, x, y)	max((type)(x), (type)(y))
#define min3(x, y, z)		min((typeof(x))min(x, y), z)
#define max3(x, y, z)		max((typeof(x))max(x, y), z)
#define clamp(val, lo, hi)	min((typeof(val))max(val, lo), hi)
#define clamp_t(type, val, lo, hi) min_t(type, max_t(type, val, lo), hi)
#define clamp_val(val, lo, hi)	clamp_t(typeof(val), val, lo, hi)
#define umin(x, y)		min((x) + 0u + 0ul + 0ull, (y) + 0u + 0ul + 0ull)
#define umax(x, y)		max((x) + 0u + 0ul + 0ull, (y) + 0u + 0ul + 0ull)
#define min_not_zero(x, y)						\
({									\
	typeof(x) __nz_x = (x);						\
	typeof(y) __nz_y = (y);						\
									\
	__nz_x == 0 ? __nz_y : (__nz_y == 0 ? __nz_x : min(__nz_x, __nz_y)); \
})
#define in_range(val, start, len) ((val) - (start) < (len))
#define swap(a, b)							\
do {									\
	typeof(a) __swap_tmp = (a);					\
									\
	(a) = (b);							\
	(b) = __swap_tmp;						\
} while (0)

#endif
