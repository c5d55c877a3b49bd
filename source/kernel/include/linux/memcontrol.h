/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MEMCONTROL_H
#define _LINUX_MEMCONTROL_H

/* Memory is charged to nobody: bpf_map_memcg_enter() is in bpf_arena_text.h. */

#endif
