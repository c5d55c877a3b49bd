/* SPDX-License-Identifier: MIT */
/* More for scenarios: what lies beside the arena's pages, entries changed by hand, and the user's mapping. */
#ifndef _PTELAB_SCENARIO_SCOPE_H
#define _PTELAB_SCENARIO_SCOPE_H

#include <ptelab/scenario.h>

/* Offset of the last word of the window: the last pointer into the arena that a program can hand over. */
#define LAST_WORD	((long)ARENA_WINDOW - 4)

/* A kfunc's read of the word @offset bytes from the arena's first one, which may lie before it. */
u32 kfunc_read_offset(long offset);

/* Takes the right to write from a mapped page. No CPU may hold its translation yet. */
void make_read_only(u32 page);

/* Whether anything but scratch is mapped there for the kernel. */
bool leaf_is_owned(u32 page);

/* Whether the user's entry maps a page that is not, or no longer, the arena's at that place. */
bool user_mapping_is_stale(u32 page);

/* Waits for deferred work, and takes it: what run_worker() begins with. lab_run_worker() then does it. */
void wait_for_work(void);

#endif
