/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FILTER_H
#define _LINUX_FILTER_H

#include <linux/bpf.h>

/* One instruction, for what its fields say about offsets. */
struct bpf_insn {
	__u8 code;
#if LAB_BIG_ENDIAN
	__u8 src_reg : 4;
	__u8 dst_reg : 4;
#else
	__u8 dst_reg : 4;
	__u8 src_reg : 4;
#endif
	__s16 off;
	__s32 imm;
};

#endif
