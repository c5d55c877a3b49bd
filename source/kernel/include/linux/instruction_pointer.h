/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_INSTRUCTION_POINTER_H
#define _LINUX_INSTRUCTION_POINTER_H

/* Where code stands in the emitted module has no address. */
#define _RET_IP_		0ul
#define _THIS_IP_		0ul

#endif
