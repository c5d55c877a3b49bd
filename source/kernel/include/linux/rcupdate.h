/* SPDX-License-Identifier: MIT */
/* Nothing is freed while a CPU may still look at it: RCU has no work to do. */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/not_modelled.h>

#define rcu_read_lock()		((void)0)
#define rcu_read_unlock()	((void)0)
#define rcu_dereference(p)	READ_ONCE(p)
#define rcu_dereference_raw(p)	READ_ONCE(p)
#define rcu_assign_pointer(p, v) __atomic_store_n(&(p), (v), __ATOMIC_RELEASE)
#define RCU_INIT_POINTER(p, v)	WRITE_ONCE(p, v)
#define rcu_access_pointer(p)	READ_ONCE(p)
#define rcu_dereference_check(p, c) READ_ONCE(p)
#define rcu_dereference_protected(p, c) (p)
#define rcu_read_lock_held()	1
#define rcu_read_lock_trace()	((void)0)
#define rcu_read_unlock_trace()	((void)0)

#define __GRACE_PERIODS		"grace periods of RCU"

__not_modelled_call(synchronize_rcu, __GRACE_PERIODS);
__not_modelled_call(synchronize_rcu_tasks_trace, __GRACE_PERIODS);
__not_modelled_call(call_rcu, __GRACE_PERIODS);
__not_modelled_call(call_rcu_tasks_trace, __GRACE_PERIODS);
__not_modelled_call(rcu_barrier, __GRACE_PERIODS);
__not_modelled_call(kfree_rcu, __GRACE_PERIODS);

DEFINE_LOCK_GUARD_0(rcu, rcu_read_lock(), rcu_read_unlock())

#endif
