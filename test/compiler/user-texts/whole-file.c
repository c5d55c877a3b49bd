// SPDX-License-Identifier: MIT
/*
 * A file with everything that the kernel's arena.c has around its callbacks, under the kernel's names: its own structs, the
 * map and its operations, the mappings of processes, registration. Its design is that of the June fix.
 */
#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/cacheflush.h>
#include <linux/err.h>
#include <linux/irq_work.h>
#include "linux/filter.h"
#include <linux/llist.h>
#include <linux/btf_ids.h>
#include <linux/vmalloc.h>
#include <linux/pagemap.h>
#include <asm/tlbflush.h>
#include "range_tree.h"

/* What an instruction's offset reaches, on both sides. */
#define GUARD_SZ round_up(1ull << sizeof_field(struct bpf_insn, off) * 8, PAGE_SIZE << 1)
#define KERN_VM_SZ (SZ_4G + GUARD_SZ)
#define BATCH 8

static void arena_free_pages(struct bpf_arena *arena, long uaddr, long page_cnt, bool sleepable);

struct bpf_arena {
	struct bpf_map map;
	u64 user_vm_start;
	u64 user_vm_end;
	struct vm_struct *kern_vm;
	struct page *scratch_page;
	struct range_tree rt;
	rqspinlock_t spinlock;
	struct list_head vma_list;
	struct mutex lock;
	struct irq_work     free_irq;
	struct work_struct  free_work;
	struct llist_head   free_spans;
};

static void arena_free_irq(struct irq_work *iw);

struct arena_free_span {
	struct llist_node node;
	unsigned long uaddr;
	u32 page_cnt;
};

u64 bpf_arena_get_kern_vm_start(struct bpf_arena *arena)
{
	return (u64)(long)arena->kern_vm->addr + GUARD_SZ / 2;
}

static long arena_map_push_elem(struct bpf_map *map, void *value, u64 flags)
{
	return -EOPNOTSUPP;
}

static long compute_pgoff(struct bpf_arena *arena, long uaddr)
{
	u32 offset = uaddr - (u32)arena->user_vm_start;

	return offset / PAGE_SIZE;
}

static u64 clear_lo32(u64 val)
{
	return val >> 32 << 32;
}

struct apply_range_data {
	struct page **pages;
	struct page *scratch_page;
	int i;
};

struct clear_range_data {
	struct llist_head *free_pages;
	struct page *scratch_page;
};

#ifdef ptep_try_set
/* True when scratch was in the way and is gone now. */
static bool displace(pte_t *pte, unsigned long addr, struct page *scratch)
{
	pte_t there = ptep_get(pte);

	if (pte_none(there))
		return true;
	if (pte_page(there) != scratch)
		return false;
	ptep_get_and_clear(&init_mm, addr, pte);
	flush_tlb_before_set(addr);
	return true;
}
#endif

static int apply_range_set_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct apply_range_data *d = data;
	pte_t entry;

	if (!data)
		return 0;
	entry = mk_pte(d->pages[d->i], PAGE_KERNEL);
#ifdef ptep_try_set
	while (!ptep_try_set(pte, entry)) {
		if (WARN_ON_ONCE(!displace(pte, addr, d->scratch_page)))
			return -EBUSY;
	}
#else
	if (!pte_none(ptep_get(pte)))
		return -EBUSY;
	set_pte_at(&init_mm, addr, pte, entry);
#endif
	d->i++;
	return 0;
}

static int apply_range_clear_cb(pte_t *pte, unsigned long addr, void *data)
{
	struct clear_range_data *d = data;
	pte_t was = ptep_get_and_clear(&init_mm, addr, pte);

	if (pte_none(was) || !pte_present(was) || pte_page(was) == d->scratch_page)
		return 0;
	__llist_add(&pte_page(was)->pcp_llist, d->free_pages);
	return 0;
}

static int apply_range_set_scratch_cb(pte_t *pte, unsigned long addr, void *data)
{
	if (pte_none(ptep_get(pte)))
		ptep_try_set(pte, mk_pte((struct page *)data, PAGE_KERNEL));
	return 0;
}

static int populate_pgtable_except_pte(struct bpf_arena *arena)
{
	return apply_to_page_range(&init_mm, bpf_arena_get_kern_vm_start(arena), KERN_VM_SZ, apply_range_set_cb, NULL);
}

static void arena_map_free(struct bpf_map *map)
{
	bpf_map_area_free(container_of(map, struct bpf_arena, map));
}

struct vma_list {
	struct vm_area_struct *vma;
	struct list_head head;
};

static void zap_pages(struct bpf_arena *arena, long uaddr, long page_cnt)
{
	struct vma_list *vml;

	guard(mutex)(&arena->lock);
	list_for_each_entry(vml, &arena->vma_list, head)
		zap_vma_range(vml->vma, uaddr, page_cnt << PAGE_SHIFT);
}

/* Takes the range: where the caller wants it, or the first that is long enough. */
static long reserve(struct bpf_arena *arena, long pgoff, long page_cnt)
{
	int err;

	if (pgoff < 0)
		pgoff = range_tree_find(&arena->rt, page_cnt);
	else if (is_range_tree_set(&arena->rt, pgoff, page_cnt))
		return -EBUSY;
	if (pgoff < 0)
		return pgoff;
	err = range_tree_clear(&arena->rt, pgoff, page_cnt);
	return err ?: pgoff;
}

/* Pages for a part of the range. *done gets how many are mapped. */
static int map_batch(struct bpf_arena *arena, unsigned long kaddr, long count, long *done)
{
	struct page *pages[BATCH];
	struct apply_range_data data = { .pages = pages, .scratch_page = arena->scratch_page };
	int err;

	err = bpf_map_alloc_pages(&arena->map, NUMA_NO_NODE, count, pages);
	if (err)
		return err;
	err = apply_to_page_range(&init_mm, kaddr, count * PAGE_SIZE, apply_range_set_cb, &data);
	*done += data.i;
	for (; data.i < count; data.i++)
		free_pages_nolock(pages[data.i], 0);
	return err;
}

static long arena_alloc_pages(struct bpf_arena *arena, long uaddr, long page_cnt, int node_id,
			      bool sleepable)
{
	long pages_max = (arena->user_vm_end - arena->user_vm_start) >> PAGE_SHIFT;
	struct mem_cgroup *old_memcg, *new_memcg;
	long pgoff = uaddr ? compute_pgoff(arena, uaddr) : -1;
	unsigned long flags, kaddr;
	long done = 0;
	u32 start;
	int err = 0;

	if (page_cnt <= 0 || page_cnt > pages_max || pgoff > pages_max - page_cnt || !PAGE_ALIGNED(uaddr))
		return 0;
	if (node_id != NUMA_NO_NODE && !node_online(node_id))
		return 0;

	bpf_map_memcg_enter(&arena->map, &old_memcg, &new_memcg);
	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags))
		goto out;
	pgoff = reserve(arena, pgoff, page_cnt);
	if (pgoff < 0) {
		raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
		goto out;
	}
	start = (u32)(arena->user_vm_start + pgoff * PAGE_SIZE);
	kaddr = bpf_arena_get_kern_vm_start(arena) + start;
	while (!err && done < page_cnt)
		err = map_batch(arena, kaddr + done * PAGE_SIZE, min(page_cnt - done, (long)BATCH), &done);
	if (err)
		range_tree_set(&arena->rt, pgoff + done, page_cnt - done);
	flush_cache_vmap(kaddr, kaddr + done * PAGE_SIZE);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
	bpf_map_memcg_exit(old_memcg, new_memcg);
	if (!err)
		return clear_lo32(arena->user_vm_start) + start;
	if (done)
		arena_free_pages(arena, start, done, sleepable);
	return 0;
out:
	bpf_map_memcg_exit(old_memcg, new_memcg);
	return 0;
}

/* Under the lock: the entries, and the range. */
static void unmap_span(struct bpf_arena *arena, u32 uaddr, u32 page_cnt, struct llist_head *free_pages)
{
	struct clear_range_data cdata = { .free_pages = free_pages, .scratch_page = arena->scratch_page };

	apply_to_existing_page_range(&init_mm, bpf_arena_get_kern_vm_start(arena) + uaddr,
				     (unsigned long)page_cnt << PAGE_SHIFT, apply_range_clear_cb, &cdata);
	range_tree_set(&arena->rt, compute_pgoff(arena, uaddr), page_cnt);
}

/* Not under the lock: what others may still hold of the pages. */
static void forget_span(struct bpf_arena *arena, u32 uaddr, u32 page_cnt)
{
	unsigned long kaddr = bpf_arena_get_kern_vm_start(arena) + uaddr;

	flush_tlb_kernel_range(kaddr, kaddr + page_cnt * PAGE_SIZE);
	zap_pages(arena, clear_lo32(bpf_arena_get_user_vm_start(arena)) + uaddr, page_cnt);
}

static void drop_pages(struct llist_head *free_pages)
{
	struct page *page, *next;

	llist_for_each_entry_safe(page, next, llist_del_all(free_pages), pcp_llist)
		__free_page(page);
}

static void arena_free_pages(struct bpf_arena *arena, long uaddr, long page_cnt, bool sleepable)
{
	struct arena_free_span *s;
	LLIST_HEAD(free_pages);
	unsigned long flags;
	u64 start, end;

	uaddr = (u32)uaddr & PAGE_MASK;
	start = clear_lo32(arena->user_vm_start) + uaddr;
	end = min(start + page_cnt * PAGE_SIZE, arena->user_vm_end);
	if (start < arena->user_vm_start || start >= end)
		return;
	page_cnt = (end - start) >> PAGE_SHIFT;

	if (sleepable && !raw_res_spin_lock_irqsave(&arena->spinlock, flags)) {
		unmap_span(arena, uaddr, page_cnt, &free_pages);
		raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
		forget_span(arena, uaddr, page_cnt);
		drop_pages(&free_pages);
		return;
	}

	s = kmalloc_nolock(sizeof(*s), __GFP_ACCOUNT, NUMA_NO_NODE);
	if (!s)
		return;
	s->uaddr = uaddr;
	s->page_cnt = page_cnt;
	llist_add(&s->node, &arena->free_spans);
	irq_work_queue(&arena->free_irq);
}

static void arena_free_worker(struct work_struct *work)
{
	struct bpf_arena *arena = container_of(work, struct bpf_arena, free_work);
	struct arena_free_span *s, *next;
	LLIST_HEAD(free_pages);
	struct llist_node *all;
	unsigned long flags;

	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags)) {
		schedule_work(work);
		return;
	}
	all = llist_del_all(&arena->free_spans);
	llist_for_each_entry(s, all, node)
		unmap_span(arena, s->uaddr, s->page_cnt, &free_pages);
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);

	llist_for_each_entry_safe(s, next, all, node) {
		forget_span(arena, s->uaddr, s->page_cnt);
		kfree_nolock(s);
	}
	drop_pages(&free_pages);
}

static void arena_free_irq(struct irq_work *iw)
{
	schedule_work(&container_of(iw, struct bpf_arena, free_irq)->free_work);
}

static vm_fault_t arena_vm_fault(struct vm_fault *vmf)
{
	struct bpf_map *map = vmf->vma->vm_file->private_data;
	struct bpf_arena *arena = container_of(map, struct bpf_arena, map);
	unsigned long kaddr = bpf_arena_get_kern_vm_start(arena) + (u32)vmf->address;
	vm_fault_t ret = VM_FAULT_SIGSEGV;
	unsigned long flags;
	struct page *page;
	long done = 0;

	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags))
		return VM_FAULT_SIGBUS;
	page = vmalloc_to_page((void *)kaddr);
	if (page == arena->scratch_page || (map->map_flags & BPF_F_SEGV_ON_FAULT))
		goto out;
	if (!page) {
		if (range_tree_clear(&arena->rt, vmf->pgoff, 1))
			goto out;
		if (map_batch(arena, kaddr & PAGE_MASK, 1, &done)) {
			range_tree_set(&arena->rt, vmf->pgoff, 1);
			goto out;
		}
		page = vmalloc_to_page((void *)kaddr);
	}
	page_ref_add(page, 1);
	vmf->page = page;
	ret = 0;
out:
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
	return ret;
}

static const struct vm_operations_struct arena_vm_ops = {
	.fault		= arena_vm_fault,
};

BTF_ID_LIST_SINGLE(bpf_arena_map_btf_ids, struct, bpf_arena)
const struct bpf_map_ops arena_map_ops = {
	.map_free	= arena_map_free,
	.map_push_elem	= arena_map_push_elem,
	.map_btf_id	= &bpf_arena_map_btf_ids[0],
};

__bpf_kfunc_start_defs();

__bpf_kfunc void bpf_arena_free_pages(void *p__map, void *ptr__ign, u32 page_cnt)
{
	struct bpf_map *map = p__map;

	arena_free_pages(container_of(map, struct bpf_arena, map), (long)ptr__ign, page_cnt, true);
}
__bpf_kfunc_end_defs();

BTF_KFUNCS_START(arena_kfuncs)
BTF_ID_FLAGS(func, bpf_arena_free_pages, KF_ARENA_ARG2)
BTF_KFUNCS_END(arena_kfuncs)

static const struct btf_kfunc_id_set common_kfunc_set = {
	.owner = THIS_MODULE,
	.set   = &arena_kfuncs,
};

static int __init kfunc_init(void)
{
	return register_btf_kfunc_id_set(BPF_PROG_TYPE_UNSPEC, &common_kfunc_set);
}
late_initcall(kfunc_init);

bool bpf_arena_handle_page_fault(unsigned long addr, bool is_write, unsigned long fault_ip)
{
	struct bpf_prog *prog = bpf_prog_find_from_stack();
	struct bpf_arena *arena = prog ? prog->aux->arena : NULL;
	unsigned long offset;

	if (!arena)
		return false;
	offset = (addr & PAGE_MASK) - bpf_arena_get_kern_vm_start(arena);
	if (offset >= SZ_4G + GUARD_SZ / 2)
		return false;
	apply_to_page_range(&init_mm, addr & PAGE_MASK, PAGE_SIZE, apply_range_set_scratch_cb, arena->scratch_page);
	__bpf_prog_report_arena_violation(prog, is_write, offset, fault_ip);
	return true;
}
