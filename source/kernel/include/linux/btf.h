/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BTF_H
#define _LINUX_BTF_H

#include <linux/bpf.h>
#include <linux/btf_ids.h>

#endif
