/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LOG2_H
#define _LINUX_LOG2_H

#include <linux/bitops.h>

static __always_inline bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

#define ilog2(n)		(fls64(n) - 1)
#define roundup_pow_of_two(n)	((n) <= 1 ? 1UL : 1UL << fls_long((n) - 1))
#define rounddown_pow_of_two(n)	(1UL << (fls_long(n) - 1))

#endif
