/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CLEANUP_H
#define _LINUX_CLEANUP_H

#include <linux/compiler.h>
#include <linux/stddef.h>

/* Not every class is used in every way. */
#define __class_function	static __always_inline __maybe_unused

#define DEFINE_FREE(_name, _type, _free)				\
__class_function void __free_##_name(void *p)				\
{									\
	_type _T = *(_type *)p;						\
									\
	_free;								\
}
#define __free(_name)		__cleanup(__free_##_name)
#define __get_and_null(p, null)						\
({									\
	typeof(p) __val = (p);						\
									\
	(p) = (null);							\
	__val;								\
})
#define no_free_ptr(p)		__get_and_null(p, NULL)
#define take_fd(fd)		__get_and_null(fd, -1)
#define retain_and_null_ptr(p)	((void)__get_and_null(p, NULL))
#define return_ptr(p)		return no_free_ptr(p)

#define DEFINE_CLASS(_name, _type, _exit, _init, _init_args...)		\
typedef _type class_##_name##_t;					\
__class_function void class_##_name##_destructor(_type *p)		\
{									\
	_type _T = *p;							\
									\
	_exit;								\
}									\
__class_function _type class_##_name##_constructor(_init_args)		\
{									\
	_type t = _init;						\
									\
	return t;							\
}
/* A class like another, whose beginning may come to nothing. */
#define EXTEND_CLASS(_name, ext, _init, _init_args...)			\
typedef class_##_name##_t class_##_name##ext##_t;			\
__class_function void class_##_name##ext##_destructor(class_##_name##_t *p) \
{									\
	class_##_name##_destructor(p);					\
}									\
__class_function class_##_name##_t class_##_name##ext##_constructor(_init_args) \
{									\
	class_##_name##_t t = _init;					\
									\
	return t;							\
}
#define CLASS(_name, var)						\
	class_##_name##_t var __cleanup(class_##_name##_destructor) =	\
		class_##_name##_constructor

#define DEFINE_GUARD(_name, _type, _lock, _unlock)			\
	DEFINE_CLASS(_name, _type, if (_T) { _unlock; }, ({ _lock; _T; }), _type _T) \
	__class_function void *class_##_name##_lock_ptr(class_##_name##_t *_T) \
	{								\
		return (void *)(unsigned long)*_T;			\
	}
/* As above, but the attempt may fail: what is guarded then is nothing. */
#define DEFINE_GUARD_COND(_name, _ext, _condlock)			\
	EXTEND_CLASS(_name, _ext, ({ void *_t = _T; if (_T && !(_condlock)) _t = NULL; _t; }), \
		     class_##_name##_t _T)				\
	__class_function void *class_##_name##_ext##_lock_ptr(class_##_name##_t *_T) \
	{								\
		return class_##_name##_lock_ptr(_T);			\
	}
#define guard(_name)		CLASS(_name, __UNIQUE_ID(guard))
#define __guard_ptr(_name)	class_##_name##_lock_ptr
#define scoped_guard(_name, args...)					\
	for (CLASS(_name, scope)(args), *done = NULL; !done; done = (void *)1)
/* Runs the block when the attempt succeeds, else @_fail. */
#define scoped_cond_guard(_name, _fail, args...)			\
	for (CLASS(_name, scope)(args), *done = NULL; !done; done = (void *)1) \
		if (!__guard_ptr(_name)(&scope)) _fail;			\
		else

#define __DEFINE_UNLOCK_GUARD(_name, _type, _unlock, _members...)	\
typedef struct {							\
	_type *lock;							\
	_members;							\
} class_##_name##_t;							\
__class_function void class_##_name##_destructor(class_##_name##_t *_T)	\
{									\
	if (_T->lock) {							\
		_unlock;						\
	}								\
}									\
__class_function void *class_##_name##_lock_ptr(class_##_name##_t *_T)	\
{									\
	return (void *)_T->lock;					\
}

#define DEFINE_LOCK_GUARD_1(_name, _type, _lock, _unlock, _members...)	\
__DEFINE_UNLOCK_GUARD(_name, _type, _unlock, _members)			\
__class_function class_##_name##_t class_##_name##_constructor(_type *l) \
{									\
	class_##_name##_t _t = { .lock = l }, *_T = &_t;		\
									\
	_lock;								\
	return _t;							\
}
#define DEFINE_LOCK_GUARD_1_COND(_name, _ext, _condlock)		\
	EXTEND_CLASS(_name, _ext,					\
		     ({ class_##_name##_t _t = { .lock = l }, *_T = &_t; \
			if (_T->lock && !(_condlock)) _T->lock = NULL;	\
			_t; }),						\
		     typeof_member(class_##_name##_t, lock) l)		\
	__class_function void *class_##_name##_ext##_lock_ptr(class_##_name##_t *_T) \
	{								\
		return class_##_name##_lock_ptr(_T);			\
	}

/* Guards a state of the CPU rather than an object. */
#define DEFINE_LOCK_GUARD_0(_name, _lock, _unlock, _members...)		\
__DEFINE_UNLOCK_GUARD(_name, void, _unlock, _members)			\
__class_function class_##_name##_t class_##_name##_constructor(void)	\
{									\
	class_##_name##_t _t = { .lock = (void *)1 }, *_T __maybe_unused = &_t; \
									\
	_lock;								\
	return _t;							\
}

#endif
