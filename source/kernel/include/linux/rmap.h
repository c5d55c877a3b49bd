/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RMAP_H
#define _LINUX_RMAP_H

/* Pages do not know who maps them; see page_mapped() in mm.h. */

#endif
