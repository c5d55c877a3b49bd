/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CONST_H
#define _LINUX_CONST_H

#ifdef __ASSEMBLY__
#define _AC(x, y)	x
#else
#define __AC(x, y)	(x##y)
#define _AC(x, y)	__AC(x, y)
#endif
#define UL(x)		_AC(x, UL)
#define ULL(x)		_AC(x, ULL)
#define _UL(x)		_AC(x, UL)
#define _ULL(x)		_AC(x, ULL)

#endif
