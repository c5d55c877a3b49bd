/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_KASAN_H
#define _LINUX_KASAN_H

/* No shadow memory; the lab looks at every access itself. */

#endif
