/* SPDX-License-Identifier: MIT */
/*
 * What a BPF program of the lab includes: the arena map, the kernel functions it may call, and a few helpers.
 *
 * Only the low 32 bits of an arena pointer count. A BPF access to an address without a page does not stop the program:
 * a load gives 0, a store is dropped, and a violation is reported. What a kfunc does with a bad pointer is another matter.
 */
#ifndef _PTELAB_BPF_H
#define _PTELAB_BPF_H

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef int __s32;
typedef long long __s64;

#ifndef NULL
#define NULL ((void *)0)
#endif

#define SEC(name) __attribute__((section(name), used))
#define __always_inline inline __attribute__((always_inline))
#define __arena __attribute__((address_space(1)))

#define NUMA_NO_NODE (-1)
#define LAB_CPUS 8

#define __uint(name, value) int (*name)[value]

enum { BPF_MAP_TYPE_ARENA = 33, BPF_F_MMAPABLE = 1 << 10 };

/* The one map of the machine. */
static struct {
	__uint(type, BPF_MAP_TYPE_ARENA);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 65536);
} arena SEC(".maps");

/*
 * Pages at @addr, or anywhere when @addr is NULL. NULL when there are none, when the range is taken, or when the lock
 * cannot be had.
 */
extern void __arena *bpf_arena_alloc_pages(void *map, void __arena *addr, __u32 page_cnt, int node_id, __u64 flags);

/* Gives pages back. The first form may sleep unless the caller is in a context that must not. */
extern void bpf_arena_free_pages(void *map, void __arena *pages, __u32 page_cnt);
extern void bpf_arena_free_pages_non_sleepable(void *map, void __arena *pages, __u32 page_cnt);

extern __u32 bpf_get_smp_processor_id(void);
extern __u32 bpf_get_prandom_u32(void);

/* Bytes of a page on this machine, and the address of an arena page by number. */
extern __u32 bpf_lab_page_size(void);
extern void __arena *bpf_lab_arena_page(__u32 index);

/* Stores @value into @bytes / 4 words. */
extern void bpf_kfunc_fill(void __arena *p, __u32 bytes, __u32 value);

/* Sum of @bytes / 4 words. */
extern __u32 bpf_kfunc_sum(void __arena *p, __u32 bytes);

/* One word. */
extern __u32 bpf_kfunc_read(void __arena *p);

/* A write access that changes nothing: an atomic OR of 0. */
extern void bpf_kfunc_touch(void __arena *p);

/* The word in front of an object, where an allocator keeps its header. */
extern __u32 bpf_kfunc_header(void __arena *p);

/* Tells that a word of a correct program does not hold what the program wrote there. */
extern void bpf_lab_report_corruption(void __arena *p);

/*
 * A tracepoint program calls this first. 1 when it runs from the page allocator's tracepoint; 0 when it was only loaded: it
 * is attached from then on and has to return.
 */
extern __u32 bpf_lab_attach_page_alloc(void);

/* One access exactly where it stands in the program. */
static __always_inline __u32 arena_read(const void __arena *base, __u32 offset)
{
	return *(const volatile __u32 __arena *)((const char __arena *)base + offset);
}

static __always_inline void arena_write(void __arena *base, __u32 offset, __u32 value)
{
	*(volatile __u32 __arena *)((char __arena *)base + offset) = value;
}

static __always_inline __u32 random_below(__u32 bound)
{
	return bpf_get_prandom_u32() % bound;
}

/* Row of this CPU in a program's per-CPU arrays. */
static __always_inline __u32 this_row(void)
{
	return bpf_get_smp_processor_id() % LAB_CPUS;
}

#endif /* _PTELAB_BPF_H */
