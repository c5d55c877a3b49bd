/* SPDX-License-Identifier: MIT */
/* The host orders atomic accesses strictly; a full barrier is one more of them. */
#ifndef _ASM_BARRIER_H
#define _ASM_BARRIER_H

#include <linux/compiler.h>

#define smp_mb()		__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb()		__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb()		__atomic_thread_fence(__ATOMIC_RELEASE)
#define mb()			smp_mb()
#define rmb()			smp_rmb()
#define wmb()			smp_wmb()
#define smp_mb__before_atomic()	smp_mb()
#define smp_mb__after_atomic()	smp_mb()
#define smp_mb__after_spinlock() smp_mb()
#define smp_load_acquire(p)	__atomic_load_n((p), __ATOMIC_ACQUIRE)
#define smp_store_release(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELEASE)
#define smp_store_mb(var, value)					\
do {									\
	WRITE_ONCE(var, value);						\
	smp_mb();							\
} while (0)
#define smp_acquire__after_ctrl_dep() smp_rmb()

/* Spin until the condition on VAL holds; the result is VAL. */
#define smp_cond_load_relaxed(ptr, cond_expr)				\
({									\
	typeof(ptr) __PTR = (ptr);					\
	typeof(*ptr) VAL;						\
									\
	for (;;) {							\
		VAL = READ_ONCE(*__PTR);				\
		if (cond_expr)						\
			break;						\
		cpu_relax();						\
	}								\
	VAL;								\
})
#define smp_cond_load_acquire(ptr, cond_expr)				\
({									\
	typeof(*ptr) _val = smp_cond_load_relaxed(ptr, cond_expr);	\
									\
	smp_acquire__after_ctrl_dep();					\
	_val;								\
})

#endif
