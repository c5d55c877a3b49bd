/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <asm/barrier.h>

/*
 * The operand must be a naturally aligned scalar of 1, 2, 4 or 8 bytes. Every form is as strong as
 * the full one, which a weaker kernel order allows.
 */
#define xchg(ptr, v)							\
({									\
	typeof(ptr) __xp = (ptr);					\
									\
	__atomic_exchange_n(__xp, (typeof(*__xp))(v), __ATOMIC_SEQ_CST);	\
})
#define cmpxchg(ptr, o, n)						\
({									\
	typeof(ptr) __cp = (ptr);					\
	typeof(*__cp) __old = (typeof(*__cp))(o);			\
									\
	__atomic_compare_exchange_n(__cp, &__old, (typeof(*__cp))(n), false, \
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);	\
	__old;								\
})
#define try_cmpxchg(ptr, oldp, n)					\
({									\
	typeof(ptr) __tp = (ptr);					\
	typeof(*__tp) *__oldp = (typeof(*__tp) *)(oldp);		\
									\
	__atomic_compare_exchange_n(__tp, __oldp, (typeof(*__tp))(n), false, \
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);	\
})
#define xchg_relaxed		xchg
#define xchg_acquire		xchg
#define xchg_release		xchg
#define cmpxchg_relaxed		cmpxchg
#define cmpxchg_acquire		cmpxchg
#define cmpxchg_release		cmpxchg
#define cmpxchg_local		cmpxchg
#define try_cmpxchg_relaxed	try_cmpxchg
#define try_cmpxchg_acquire	try_cmpxchg
#define try_cmpxchg_release	try_cmpxchg
#define try_cmpxchg_local	try_cmpxchg
#define arch_cmpxchg		cmpxchg
#define arch_try_cmpxchg	try_cmpxchg
#define arch_xchg		xchg
#define cmpxchg64_relaxed	cmpxchg64
#define cmpxchg64_acquire	cmpxchg64
#define cmpxchg64_release	cmpxchg64
#define try_cmpxchg64_relaxed	try_cmpxchg64
#define try_cmpxchg64_acquire	try_cmpxchg64
#define try_cmpxchg64_release	try_cmpxchg64
#define cmpxchg64(ptr, o, n)	cmpxchg((aligned_u64 *)(ptr), o, n)
#define xchg64(ptr, n)		xchg((aligned_u64 *)(ptr), n)
#define try_cmpxchg64(ptr, oldp, n) try_cmpxchg((aligned_u64 *)(ptr), oldp, n)

#define ATOMIC_INIT(i)		{ (i) }
#define ATOMIC64_INIT(i)	{ (i) }
#define ATOMIC_LONG_INIT(i)	{ (i) }

#define __LAB_ATOMIC(name, type, value)					\
static __always_inline value name##_read(const type *v)			\
{									\
	return READ_ONCE(v->counter);					\
}									\
static __always_inline void name##_set(type *v, value i)		\
{									\
	WRITE_ONCE(v->counter, i);					\
}									\
static __always_inline value name##_read_acquire(const type *v)		\
{									\
	return __atomic_load_n(&v->counter, __ATOMIC_ACQUIRE);		\
}									\
static __always_inline void name##_set_release(type *v, value i)	\
{									\
	__atomic_store_n(&v->counter, i, __ATOMIC_RELEASE);		\
}									\
static __always_inline void name##_add(value i, type *v)		\
{									\
	__atomic_fetch_add(&v->counter, i, __ATOMIC_SEQ_CST);		\
}									\
static __always_inline void name##_sub(value i, type *v)		\
{									\
	__atomic_fetch_sub(&v->counter, i, __ATOMIC_SEQ_CST);		\
}									\
static __always_inline void name##_inc(type *v)				\
{									\
	name##_add(1, v);						\
}									\
static __always_inline void name##_dec(type *v)				\
{									\
	name##_sub(1, v);						\
}									\
static __always_inline value name##_add_return(value i, type *v)	\
{									\
	return __atomic_add_fetch(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline value name##_sub_return(value i, type *v)	\
{									\
	return __atomic_sub_fetch(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline value name##_inc_return(type *v)			\
{									\
	return name##_add_return(1, v);					\
}									\
static __always_inline value name##_dec_return(type *v)			\
{									\
	return name##_sub_return(1, v);					\
}									\
static __always_inline value name##_fetch_add(value i, type *v)		\
{									\
	return __atomic_fetch_add(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline value name##_fetch_or(value i, type *v)		\
{									\
	return __atomic_fetch_or(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline value name##_fetch_and(value i, type *v)		\
{									\
	return __atomic_fetch_and(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline void name##_or(value i, type *v)			\
{									\
	name##_fetch_or(i, v);						\
}									\
static __always_inline void name##_andnot(value i, type *v)		\
{									\
	name##_fetch_and(~i, v);					\
}									\
static __always_inline value name##_xchg(type *v, value i)		\
{									\
	return __atomic_exchange_n(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline bool name##_try_cmpxchg(type *v, value *old, value new) \
{									\
	return __atomic_compare_exchange_n(&v->counter, old, new, false,	\
					   __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
}									\
static __always_inline value name##_cmpxchg(type *v, value old, value new) \
{									\
	name##_try_cmpxchg(v, &old, new);				\
	return old;							\
}									\
static __always_inline bool name##_dec_and_test(type *v)		\
{									\
	return name##_sub_return(1, v) == 0;				\
}									\
static __always_inline bool name##_inc_and_test(type *v)		\
{									\
	return name##_add_return(1, v) == 0;				\
}									\
static __always_inline bool name##_sub_and_test(value i, type *v)	\
{									\
	return name##_sub_return(i, v) == 0;				\
}									\
static __always_inline bool name##_add_negative(value i, type *v)	\
{									\
	return name##_add_return(i, v) < 0;				\
}									\
static __always_inline value name##_fetch_sub(value i, type *v)		\
{									\
	return __atomic_fetch_sub(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline value name##_fetch_inc(type *v)			\
{									\
	return name##_fetch_add(1, v);					\
}									\
static __always_inline value name##_fetch_dec(type *v)			\
{									\
	return name##_fetch_sub(1, v);					\
}									\
static __always_inline value name##_fetch_xor(value i, type *v)		\
{									\
	return __atomic_fetch_xor(&v->counter, i, __ATOMIC_SEQ_CST);	\
}									\
static __always_inline value name##_fetch_andnot(value i, type *v)	\
{									\
	return name##_fetch_and(~i, v);					\
}									\
static __always_inline void name##_and(value i, type *v)		\
{									\
	name##_fetch_and(i, v);						\
}									\
static __always_inline void name##_xor(value i, type *v)		\
{									\
	name##_fetch_xor(i, v);						\
}									\
static __always_inline bool name##_add_unless(type *v, value a, value u)	\
{									\
	value old = name##_read(v);					\
									\
	do {								\
		if (old == u)						\
			return false;					\
	} while (!name##_try_cmpxchg(v, &old, old + a));		\
	return true;							\
}									\
static __always_inline bool name##_inc_not_zero(type *v)		\
{									\
	return name##_add_unless(v, 1, 0);				\
}									\
static __always_inline value name##_fetch_add_unless(type *v, value a, value u) \
{									\
	value old = name##_read(v);					\
									\
	do {								\
		if (old == u)						\
			break;						\
	} while (!name##_try_cmpxchg(v, &old, old + a));		\
	return old;							\
}									\
static __always_inline value name##_dec_if_positive(type *v)		\
{									\
	value old = name##_read(v);					\
									\
	do {								\
		if (old <= 0)						\
			break;						\
	} while (!name##_try_cmpxchg(v, &old, old - 1));		\
	return old - 1;							\
}									\
__LAB_ATOMIC_ORDERED(name, type, value, _relaxed)			\
__LAB_ATOMIC_ORDERED(name, type, value, _acquire)			\
__LAB_ATOMIC_ORDERED(name, type, value, _release)

/* The weaker forms of what gives a value. */
#define __LAB_ATOMIC_ORDERED(name, type, value, order)			\
static __always_inline value name##_add_return##order(value i, type *v)	\
{									\
	return name##_add_return(i, v);					\
}									\
static __always_inline value name##_sub_return##order(value i, type *v)	\
{									\
	return name##_sub_return(i, v);					\
}									\
static __always_inline value name##_inc_return##order(type *v)		\
{									\
	return name##_inc_return(v);					\
}									\
static __always_inline value name##_dec_return##order(type *v)		\
{									\
	return name##_dec_return(v);					\
}									\
static __always_inline value name##_fetch_add##order(value i, type *v)	\
{									\
	return name##_fetch_add(i, v);					\
}									\
static __always_inline value name##_fetch_sub##order(value i, type *v)	\
{									\
	return name##_fetch_sub(i, v);					\
}									\
static __always_inline value name##_fetch_or##order(value i, type *v)	\
{									\
	return name##_fetch_or(i, v);					\
}									\
static __always_inline value name##_fetch_and##order(value i, type *v)	\
{									\
	return name##_fetch_and(i, v);					\
}									\
static __always_inline value name##_xchg##order(type *v, value i)	\
{									\
	return name##_xchg(v, i);					\
}									\
static __always_inline value name##_cmpxchg##order(type *v, value old, value new) \
{									\
	return name##_cmpxchg(v, old, new);				\
}									\
static __always_inline bool name##_try_cmpxchg##order(type *v, value *old, value new) \
{									\
	return name##_try_cmpxchg(v, old, new);				\
}

__LAB_ATOMIC(atomic, atomic_t, int)
__LAB_ATOMIC(atomic64, atomic64_t, s64)

/* A long has its own type here, so that pasted code that mixes the two is told. */
typedef struct {
	long counter __aligned(__SIZEOF_LONG__);
} atomic_long_t;

__LAB_ATOMIC(atomic_long, atomic_long_t, long)

#define atomic_cond_read_acquire(v, c)	smp_cond_load_acquire(&(v)->counter, (c))
#define atomic_cond_read_relaxed(v, c)	smp_cond_load_relaxed(&(v)->counter, (c))

#endif
