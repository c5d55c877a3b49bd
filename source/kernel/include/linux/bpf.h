/* SPDX-License-Identifier: MIT */
/* BPF programs as the rest of the kernel sees them. */
#ifndef _LINUX_BPF_H
#define _LINUX_BPF_H

#include <linux/types.h>

struct bpf_arena;
struct page;

/* Kernel functions that programs may call are marked for tools that do not run here. */
#define __bpf_kfunc		__used noinline
#define __bpf_kfunc_start_defs()
#define __bpf_kfunc_end_defs()

#define BPF_MAP_TYPE_ARENA	33
#define BPF_F_MMAPABLE		(1u << 10)
#define BPF_F_SEGV_ON_FAULT	(1u << 17)
#define BPF_F_NO_USER_CONV	(1u << 18)

struct bpf_map {
	u32 max_entries;	/* pages, for an arena */
	u32 map_type;		/* 0 in the one map that there is */
	u32 map_flags;		/* 0 */
};

struct bpf_prog_aux {
	struct bpf_arena *arena;
};

/* A loaded program is known by its index in lab_programs. */
struct bpf_prog {
	u32 index;
	union {
		struct bpf_arena *arena;	/* NULL when it uses none */
		struct bpf_prog_aux aux[1];	/* what the kernel calls prog->aux->arena */
	};
};

/* Where a program is attached: the word after cpu_mask in its row of lab_programs. */
enum bpf_attach_point {
	BPF_ATTACH_WORKLOAD,
	BPF_ATTACH_PAGE_ALLOC,	/* tracepoint of the page allocator */
};

/* Every program uses this arena from now on; NULL when it goes away. */
void bpf_prog_set_arena(struct bpf_arena *arena);

/* Forgets what ran on this CPU: nothing runs before the next bpf_prog_run(). */
void bpf_prog_reset_cpu(void);

/*
 * Runs a program on this CPU until it returns. False when it is not loaded, may not run here, is already running on this CPU,
 * or when too many are.
 */
bool bpf_prog_run(u32 index);

/* Bit i is set when program i is loaded, attached to @point, and may run on this CPU. */
u32 bpf_prog_runnable(enum bpf_attach_point point);

/* The innermost program that runs on this CPU, or NULL. */
struct bpf_prog *bpf_prog_find_from_stack(void);

/* True when the innermost program is attached where nothing may sleep. */
bool bpf_prog_is_atomic(void);

/*
 * An access of the running program, or of a kfunc it called (@kernel), had no page behind it. Counts it, puts it into the
 * program's stream, and unloads the program when that was one too many.
 */
void bpf_arena_report_violation(unsigned long addr, bool is_write, unsigned long site, bool kernel);

/*
 * Last resort of the page-fault handler before an oops. True when the access may be tried again. Does not take any lock:
 * the faulting CPU may hold all of them.
 */
#ifndef LAB_USER_DEFINES_bpf_arena_handle_page_fault
bool bpf_arena_handle_page_fault(unsigned long addr, bool is_write, unsigned long fault_ip);
#endif

/* The page allocator took a page: runs the programs that are attached there. */
void bpf_trace_mm_page_alloc(struct page *page);

#endif /* _LINUX_BPF_H */
