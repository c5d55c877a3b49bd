/* SPDX-License-Identifier: MIT */
/* For variants with a fault handler of their own. */
#include <linux/bpf_arena.h>

/* The arena of the innermost program, if the address is one that recovery covers; else NULL. */
static inline struct bpf_arena *recoverable_arena(unsigned long addr)
{
	struct bpf_prog *prog = bpf_prog_find_from_stack();
	unsigned long base;

	if (!prog || !prog->arena)
		return NULL;
	base = (unsigned long)bpf_arena_get_kern_vm_start(prog->arena);
	return addr >= base && addr - base < ARENA_RECOVERY_SZ ? prog->arena : NULL;
}
