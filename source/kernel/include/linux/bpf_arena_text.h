/* SPDX-License-Identifier: MIT */
/*
 * For text of the kernel's arena.c that becomes a variant: what that file has beside the slots, and what keeps the lab's
 * books when the text does by itself what arena_walk.c does for the others.
 *
 * A unit includes it in front of the text, and bpf_arena_text_end.h behind it: functions come last, since the text may
 * define the structs they use. What the text defines itself (LAB_USER_DEFINES_name) is left out.
 */
#ifndef _LINUX_BPF_ARENA_TEXT_H
#define _LINUX_BPF_ARENA_TEXT_H

#include <linux/atomic.h>
#include <linux/bitfield.h>
#include <linux/bpf.h>
#include <linux/bpf_arena.h>
#include <linux/btf.h>
#include <linux/bug.h>
#include <linux/cleanup.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/filter.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/nodemask.h>
#include <linux/overflow.h>
#include <linux/percpu.h>
#include <linux/pgtable.h>
#include <linux/pgtable_types.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/semaphore.h>
#include <linux/seqlock.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <asm/processor.h>

/* Where the kernel says 4 GiB it means what an arena pointer can reach. */
#undef SZ_4G
#define SZ_4G			ARENA_WINDOW

/* Nothing is charged to anyone. */
struct mem_cgroup;

/* The helper's first name. */
#ifndef LAB_USER_DEFINES_ptep_try_install
#ifdef ptep_try_set
#define ptep_try_install(ptep, pte) ptep_try_set(ptep, pte)
#else
static inline bool ptep_try_install(pte_t *ptep, pte_t new)
{
	return ptep_try_set(ptep, new);
}
#endif
#endif

/*
 * Entries of a table are known by where they lie: in a frame of the pool. A change of one is told to the lab, in one step
 * with the change itself (ptelab/trace.h); what else is changed by these is changed as ever.
 */
static __always_inline bool lab_text_is_entry(const volatile void *p, size_t size)
{
	return size == sizeof(pte_t) && pfn_valid(PHYS_PFN(__pa(p)));
}

/* An entry as a number: what a load of it gives. */
static __always_inline u64 lab_text_raw(const volatile void *value, size_t size)
{
	u64 raw = 0;
	u32 word;

	if (size == sizeof(raw)) {
		__builtin_memcpy(&raw, (const void *)value, sizeof(raw));
		return raw;
	}
	__builtin_memcpy(&word, (const void *)value, sizeof(word));
	return word;
}

#undef try_cmpxchg
#define try_cmpxchg(ptr, oldp, n)					\
({									\
	typeof(ptr) __lab_p = (ptr);					\
	typeof(*__lab_p) *__lab_oldp = (typeof(*__lab_p) *)(oldp);	\
	typeof(*__lab_p) __lab_new = (typeof(*__lab_p))(n);		\
	bool __lab_entry = lab_text_is_entry(__lab_p, sizeof(*__lab_p));	\
	bool __lab_done;						\
									\
	if (__lab_entry)						\
		lab_entry_begin();					\
	__lab_done = __atomic_compare_exchange_n(__lab_p, __lab_oldp, __lab_new, false, \
						 __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
	if (__lab_entry)						\
		lab_pte_try_set_result((void *)__lab_p, lab_text_raw(__lab_oldp, sizeof(*__lab_p)), \
				       lab_text_raw(&__lab_new, sizeof(*__lab_p)), __lab_done); \
	__lab_done;							\
})

#undef cmpxchg
#define cmpxchg(ptr, o, n)						\
({									\
	typeof(ptr) __lab_c = (ptr);					\
	typeof(*__lab_c) __lab_old = (typeof(*__lab_c))(o);		\
									\
	(void)try_cmpxchg(__lab_c, &__lab_old, n);			\
	__lab_old;							\
})

#undef xchg
#define xchg(ptr, v)							\
({									\
	typeof(ptr) __lab_x = (ptr);					\
	typeof(*__lab_x) __lab_new = (typeof(*__lab_x))(v), __lab_was;	\
	bool __lab_entry = lab_text_is_entry(__lab_x, sizeof(*__lab_x));	\
									\
	if (__lab_entry)						\
		lab_entry_begin();					\
	__lab_was = __atomic_exchange_n(__lab_x, __lab_new, __ATOMIC_SEQ_CST); \
	if (__lab_entry)						\
		lab_pte_stored((void *)__lab_x, lab_text_raw(&__lab_was, sizeof(*__lab_x)), \
			       lab_text_raw(&__lab_new, sizeof(*__lab_x))); \
	__lab_was;							\
})

/* A store: as set_pte() does it, for the same reason (asm-generic/pgtable-access.h). */
static __always_inline void lab_text_store_entry(volatile void *p, u64 new, size_t size)
{
	u64 old;

	lab_entry_begin();
	old = size == 4 ? lab_pte_exchange32((void *)p, new) : lab_pte_exchange64((void *)p, new);
	lab_pte_stored((void *)p, old, new);
}

#undef WRITE_ONCE
#define WRITE_ONCE(x, val)						\
do {									\
	if ((__same_type(x, pte_t) || __same_type(x, pteval_t)) &&	\
	    lab_text_is_entry(&(x), sizeof(x))) {			\
		typeof(x) __lab_value = (val);				\
									\
		lab_text_store_entry(&(x), lab_text_raw(&__lab_value, sizeof(x)), sizeof(x)); \
	} else {							\
		*(volatile typeof(x) *)&(x) = (val);			\
	}								\
} while (0)

/*
 * A walk that sets or clears entries tells the lab whose each page is then. Which it is shows in the type of the data.
 */
enum lab_text_walk_kind { LAB_TEXT_OTHER, LAB_TEXT_SET, LAB_TEXT_CLEAR };

#define lab_text_kind(data)						\
	(__same_type(data, struct apply_range_data *) ? LAB_TEXT_SET :	\
	 __same_type(data, struct clear_range_data *) ? LAB_TEXT_CLEAR :	\
	 __same_type(data, struct llist_head *) ? LAB_TEXT_CLEAR : LAB_TEXT_OTHER)

static int lab_text_walk(struct mm_struct *mm, unsigned long addr, unsigned long size, pte_fn_t fn, void *data,
			 enum lab_text_walk_kind kind, bool create) __maybe_unused;

#define apply_to_page_range(mm, addr, size, fn, data)			\
	lab_text_walk(mm, addr, size, fn, data, lab_text_kind(data), true)
#define apply_to_existing_page_range(mm, addr, size, fn, data)		\
	lab_text_walk(mm, addr, size, fn, data, lab_text_kind(data), false)

/* The arena's hold on its pages is counted where it ends. */
static void lab_text_free_page(struct page *page, bool wait) __maybe_unused;

#undef __free_page
#define __free_page(page)		lab_text_free_page(page, true)
#define __free_pages(page, order)	lab_text_free_page(page, true)
#define free_pages_nolock(page, order)	lab_text_free_page(page, false)

/* Frees that are put off are counted while they wait. */
static bool lab_text_llist_add(struct llist_node *new, struct llist_head *head) __maybe_unused;

#define llist_add(new, head)		lab_text_llist_add(new, head)
#define kfree_nolock(object)						\
	(__same_type(object, struct arena_free_span *) ?		\
		arena_span_done((struct arena_free_span *)(object)) : kfree_nolock(object))

/* Functions of arena.c, and those it calls that the lab knows by other names. */
#ifndef LAB_USER_DEFINES_flush_vmap_cache
static void flush_vmap_cache(unsigned long start, unsigned long size) __maybe_unused;
#endif
#ifndef LAB_USER_DEFINES_bpf_arena_get_user_vm_start
static u64 bpf_arena_get_user_vm_start(struct bpf_arena *arena) __maybe_unused;
#endif
#ifndef LAB_USER_DEFINES_zap_pages
static void zap_pages(struct bpf_arena *arena, long uaddr, long page_cnt) __maybe_unused;
#endif
#ifndef LAB_USER_DEFINES_vmalloc_to_page
static struct page *vmalloc_to_page(const void *addr) __maybe_unused;
#endif
#ifndef LAB_USER_DEFINES_vm_area_map_pages
static int vm_area_map_pages(struct vm_struct *area, unsigned long start, unsigned long end,
			     struct page **pages) __maybe_unused;
static void vm_area_unmap_pages(struct vm_struct *area, unsigned long start, unsigned long end) __maybe_unused;
#endif

#ifndef LAB_USER_DEFINES_bpf_map_alloc_pages
static int lab_text_alloc_pages(unsigned long nr_pages, struct page **pages) __maybe_unused;

/* (map, node, count, pages), and before 2026 with flags after the map. */
#define bpf_map_alloc_pages(map, args...)				\
	__lab_text_alloc_pages(map, ##args, __lab_text_alloc_5, __lab_text_alloc_4)
#define __lab_text_alloc_pages(map, a, b, c, d, name, ...) name(map, a, b, c, d)
#define __lab_text_alloc_5(map, gfp, node, count, pages) lab_text_alloc_pages(count, pages)
#define __lab_text_alloc_4(map, node, count, pages, rest) lab_text_alloc_pages(count, pages)
#endif

#ifndef LAB_USER_DEFINES_bpf_map_memcg_enter
static inline void bpf_map_memcg_enter(const struct bpf_map *map __maybe_unused, struct mem_cgroup **old_memcg,
				       struct mem_cgroup **new_memcg)
{
	*old_memcg = NULL;
	*new_memcg = NULL;
}

static inline void bpf_map_memcg_exit(struct mem_cgroup *old_memcg __maybe_unused,
				      struct mem_cgroup *new_memcg __maybe_unused)
{
}
#endif

/* @addr counts from the arena's first byte. */
#ifndef LAB_USER_DEFINES___bpf_prog_report_arena_violation
static inline void __bpf_prog_report_arena_violation(struct bpf_prog *prog, bool write, unsigned long addr,
						     unsigned long fault_ip)
{
	bpf_arena_report_violation((unsigned long)bpf_arena_get_kern_vm_start(prog->arena) + addr, write, fault_ip, true);
}
#endif
#ifndef LAB_USER_DEFINES_bpf_prog_report_arena_violation
static inline void bpf_prog_report_arena_violation(bool write, unsigned long addr, unsigned long fault_ip)
{
	bpf_arena_report_violation((unsigned long)bpf_arena_get_kern_vm_start(the_arena) + addr, write, fault_ip, true);
}
#endif

#endif /* _LINUX_BPF_ARENA_TEXT_H */
