/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H

#include <stddef.h>

#define sizeof_field(type, member)	sizeof(((type *)0)->member)
#define offsetofend(type, member)	(offsetof(type, member) + sizeof_field(type, member))
#define typeof_member(type, member) typeof(((type *)0)->member)
#define struct_size(p, member, count)	(sizeof(*(p)) + sizeof(*(p)->member) * (count))

#endif
