/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BTF_IDS_H
#define _LINUX_BTF_IDS_H

/* Types are known to nobody at run time. */
#define BTF_ID(prefix, name)
#define BTF_ID_UNUSED
#define BTF_ID_FLAGS(prefix, name, flags...)
#define BTF_ID_LIST(name)
#define BTF_ID_LIST_GLOBAL(name, n)
#define BTF_ID_LIST_SINGLE(name, prefix, typename)
#define BTF_ID_LIST_GLOBAL_SINGLE(name, prefix, typename)
#define BTF_SET_START(name)
#define BTF_SET_END(name)
#define BTF_SET8_START(name)
#define BTF_SET8_END(name)
#define BTF_KFUNCS_START(name)
#define BTF_KFUNCS_END(name)
#define BTF_TYPE_EMIT(type)	((void)(type *)0)
#define BTF_TYPE_EMIT_ENUM(value) ((void)(value))

#endif
