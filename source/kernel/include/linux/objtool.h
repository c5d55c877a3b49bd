/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_OBJTOOL_H
#define _LINUX_OBJTOOL_H

/* Nothing to annotate. */

#endif
