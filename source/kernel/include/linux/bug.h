/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <linux/build_bug.h>
#include <ptelab/intrinsics.h>

/* Writes a warn record with the source line as its argument. */
void lab_warn(u32 line);

#define BUG()			__ptelab_trap(LAB_TRAP_BUG, __LINE__)
#define BUG_ON(cond)							\
do {									\
	if (unlikely(cond))						\
		BUG();							\
} while (0)

#define WARN_ON(cond)							\
({									\
	bool __warn_on = !!(cond);					\
									\
	if (unlikely(__warn_on))					\
		lab_warn(__LINE__);					\
	unlikely(__warn_on);						\
})

#define WARN_ON_ONCE(cond)						\
({									\
	static u32 __warned;						\
	bool __warn_once = !!(cond);					\
									\
	if (unlikely(__warn_once) && !READ_ONCE(__warned)) {		\
		WRITE_ONCE(__warned, 1);				\
		lab_warn(__LINE__);					\
	}								\
	unlikely(__warn_once);						\
})

#define WARN(cond, fmt...)		WARN_ON(cond)
#define WARN_ONCE(cond, fmt...)		WARN_ON_ONCE(cond)
#define WARN_ON_SMP(cond)		WARN_ON(cond)
#define WARN_RATELIMIT(cond, fmt...)	WARN_ON(cond)
#define VM_WARN_ON(cond)		((void)WARN_ON(cond))
#define VM_WARN_ON_ONCE(cond)		WARN_ON_ONCE(cond)
#define VM_WARN_ONCE(cond, fmt...)	WARN_ON_ONCE(cond)
#define VM_WARN_ON_ONCE_PAGE(cond, page) WARN_ON_ONCE(cond)
#define VM_BUG_ON(cond)			BUG_ON(cond)
#define VM_BUG_ON_PAGE(cond, page)	BUG_ON(cond)

#endif
