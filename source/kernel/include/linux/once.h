/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ONCE_H
#define _LINUX_ONCE_H

#include <linux/bug.h>

/* Calls once in the life of the machine; who comes second does not wait. */
#define DO_ONCE_LITE(func, args...)					\
({									\
	static u32 __done;						\
	bool __first = !__atomic_exchange_n(&__done, 1, __ATOMIC_SEQ_CST); \
									\
	if (__first)							\
		func(args);						\
	__first;							\
})
#define DO_ONCE(func, args...)	DO_ONCE_LITE(func, args)

#endif
