/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/bug.h>

/* There is no console: a warning leaves a record in the stream, the rest leaves nothing. */
#define pr_emerg(fmt...)		lab_warn(__LINE__)
#define pr_alert(fmt...)		lab_warn(__LINE__)
#define pr_crit(fmt...)			lab_warn(__LINE__)
#define pr_err(fmt...)			lab_warn(__LINE__)
#define pr_warn(fmt...)			lab_warn(__LINE__)
#define pr_warn_ratelimited(fmt...)	lab_warn(__LINE__)
#define pr_err_ratelimited(fmt...)	lab_warn(__LINE__)
#define pr_warn_once(fmt...)		((void)WARN_ON_ONCE(1))
#define pr_err_once(fmt...)		((void)WARN_ON_ONCE(1))
#define pr_notice(fmt...)		((void)0)
#define pr_info(fmt...)			((void)0)
#define pr_debug(fmt...)		((void)0)
#define printk(fmt...)			((void)0)
#define printk_once(fmt...)		((void)0)
#define printk_ratelimited(fmt...)	((void)0)
#define printk_deferred(fmt...)		((void)0)
#define pr_cont(fmt...)			((void)0)
#define pr_devel(fmt...)		((void)0)
#define pr_info_once(fmt...)		((void)0)
#define pr_info_ratelimited(fmt...)	((void)0)
#define pr_notice_once(fmt...)		((void)0)
#define dump_stack()			((void)0)
#define KERN_ERR
#define KERN_WARNING
#define KERN_NOTICE
#define KERN_INFO
#define KERN_DEBUG

#endif
