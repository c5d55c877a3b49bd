/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H

#include <linux/not_modelled.h>

#define __USER_COPIES		"copies from and to user space"

__not_modelled_call(copy_to_user, __USER_COPIES);
__not_modelled_call(copy_from_user, __USER_COPIES);
__not_modelled_call(get_user, __USER_COPIES);
__not_modelled_call(put_user, __USER_COPIES);
__not_modelled_call(copy_to_kernel_nofault, __USER_COPIES);
__not_modelled_call(copy_from_kernel_nofault, __USER_COPIES);

#endif
