/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MMU_NOTIFIER_H
#define _LINUX_MMU_NOTIFIER_H

/* Nobody mirrors the tables. */

#endif
