// SPDX-License-Identifier: MIT
/* Every word of the kernel's that text pasted from a patch may use; the functions do nothing of interest. */
#include <linux/bpf.h>
#include <linux/bpf_mem_alloc.h>
#include <linux/btf.h>
#include <linux/btf_ids.h>
#include <linux/cacheflush.h>
#include <linux/err.h>
#include <linux/filter.h>
#include <linux/irq_work.h>
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/set_memory.h>
#include <linux/vmalloc.h>
#include <asm/rqspinlock.h>
#include <asm/tlbflush.h>
#include "range_tree.h"
#include <linux/bpf_arena_text.h>

#define FIELD_LOW	GENMASK(3, 0)
#define FIELD_HIGH	GENMASK_ULL(47, 12)

struct node {
	struct list_head list;
	struct hlist_node hash;
	struct llist_node lockless;
	refcount_t refs;
	u8 a; u16 b; u32 c; u64 d; s8 e; s16 f; s32 g; s64 h;
};

static LIST_HEAD(nodes);
static HLIST_HEAD(hashed);
static LLIST_HEAD(lockless);
static DEFINE_RAW_SPINLOCK(raw_lock);
static DEFINE_SPINLOCK(lock);
static DEFINE_MUTEX(mutex);
static DEFINE_PER_CPU(u32, per_cpu_word);
static atomic_t counter = ATOMIC_INIT(0);
static atomic64_t wide = ATOMIC64_INIT(0);
static atomic_long_t longs = ATOMIC_LONG_INIT(0);
static unsigned long flags_word;
static u64 word64;
static u32 word32;
static rqspinlock_t res_lock;

static_assert(sizeof(u64) == 8);
static_assert(IS_ALIGNED(4096, 64), "aligned");
EXPORT_SYMBOL_GPL(init_mm);

DEFINE_FREE(node, struct node *, if (!IS_ERR_OR_NULL(_T)) kfree_nolock(_T))
DEFINE_GUARD(held_node, struct node *, refcount_inc(&_T->refs), (void)refcount_dec_and_test(&_T->refs))

BTF_ID_LIST_SINGLE(ids, struct, node)
BTF_KFUNCS_START(kfuncs)
BTF_ID_FLAGS(func, vocabulary_kfunc, KF_SLEEPABLE)
BTF_KFUNCS_END(kfuncs)

__bpf_kfunc_start_defs();
__bpf_kfunc void vocabulary_kfunc(void);
__bpf_kfunc void vocabulary_kfunc(void)
{
}
__bpf_kfunc_end_defs();

static __must_check noinline int must_check(int x)
{
	return x;
}

static __always_inline int branches(int x)
{
	switch (x) {
	case 1:
		x++;
		fallthrough;
	case 2:
		return likely(x) ? 1 : unlikely(!x);
	default:
		return IS_ENABLED(CONFIG_NOTHING_OF_THE_KIND) || IS_BUILTIN(CONFIG_BPF);
	}
}

int numbers(int x, u64 y);
int numbers(int x, u64 y)
{
	int a = min(x, 3) + max(x, 4) + min_t(u32, x, 5) + max_t(long, x, 6) + clamp(x, 1, 9) + clamp_t(int, x, 0, 2);
	int b = min3(x, a, 7) + max3(x, a, 1);

	swap(a, b);
	BUILD_BUG_ON(sizeof(int) != 4);
	a += round_up(x, 16) + round_down(x, 16) + roundup(x, 3) + rounddown(x, 3) + DIV_ROUND_UP(x, 7);
	a += ALIGN(x, 8) + ALIGN_DOWN(x, 8) + PAGE_ALIGN((unsigned long)x) + offset_in_page(x);
	a += FIELD_GET(FIELD_LOW, x) + FIELD_PREP(FIELD_LOW, 3) + FIELD_GET(FIELD_HIGH, y);
	a += BIT(3) + BIT_ULL(40) + ilog2(64) + is_power_of_2(x) + roundup_pow_of_two(9) + hweight32(x) + fls(x) + ffs(x);
	a += lower_32_bits(y) + upper_32_bits(y) + ARRAY_SIZE(((int[]){ 1, 2 })) + sizeof_field(struct node, d);
	a += in_range(x, 1, 4) + abs(x) + umin(x, 3u) + min_not_zero(x, 2);
	return a + b + branches(x) + must_check(1) + (check_add_overflow(a, b, &b) ? -EOVERFLOW : 0);
}

long pointers(struct node *node);
long pointers(struct node *node)
{
	struct node *same = container_of(&node->d, struct node, d);
	void *error = ERR_PTR(-ENOMEM);

	if (IS_ERR(error) || IS_ERR_OR_NULL(same) || IS_ERR_VALUE((unsigned long)same))
		return PTR_ERR(error) + PTR_ERR_OR_ZERO(same) + !ERR_CAST(error);
	typeof(*same) copy = *same;

	return READ_ONCE(copy.c) + data_race(copy.c);
}

void lists(struct node *one);
void lists(struct node *one)
{
	struct node *pos, *next;
	struct llist_node *all;

	INIT_LIST_HEAD(&one->list);
	list_add(&one->list, &nodes);
	list_move_tail(&one->list, &nodes);
	list_for_each_entry(pos, &nodes, list)
		pos->a++;
	list_for_each_entry_reverse(pos, &nodes, list)
		pos->a++;
	list_for_each_entry_safe(pos, next, &nodes, list)
		list_del_init(&pos->list);
	list_add_tail(&one->list, &nodes);
	if (!list_empty(&nodes) && list_first_entry_or_null(&nodes, struct node, list) == one)
		list_del(&one->list);

	INIT_HLIST_NODE(&one->hash);
	hlist_add_head(&one->hash, &hashed);
	hlist_for_each_entry(pos, &hashed, hash)
		pos->b++;
	hlist_del_init(&one->hash);

	init_llist_head(&lockless);
	llist_add(&one->lockless, &lockless);
	__llist_add(&one->lockless, &lockless);
	all = llist_reverse_order(llist_del_all(&lockless));
	llist_for_each_entry(pos, all, lockless)
		pos->c++;
	llist_for_each_entry_safe(pos, next, all, lockless)
		pos->c++;
	if (llist_empty(&lockless))
		llist_del_first(&lockless);
}

int guards(struct node *node);
int guards(struct node *node)
{
	struct node *mine __free(node) = kzalloc(sizeof(*mine), GFP_KERNEL);
	void *other __free(kfree) = kmalloc_nolock(16, __GFP_ZERO, NUMA_NO_NODE);

	guard(preempt)();
	guard(rcu)();
	scoped_guard(raw_spinlock_irqsave, &raw_lock)
		node->a++;
	scoped_guard(spinlock, &lock)
		node->a++;
	scoped_guard(irqsave)
		node->a++;
	scoped_cond_guard(mutex_try, return -EBUSY, &mutex)
		node->a++;
	guard(mutex)(&mutex);
	guard(raw_spinlock)(&raw_lock);
	guard(held_node)(node);
	if (mine && other)
		kfree(no_free_ptr(mine));
	return 0;
}

void atomics(struct page *page);
void atomics(struct page *page)
{
	u64 old = 0;
	u32 small = 1;

	atomic_inc(&counter);
	atomic_add_return_relaxed(3, &counter);
	atomic64_fetch_or(2, &wide);
	atomic_long_try_cmpxchg(&longs, &(long){ 0 }, 1);
	if (atomic_dec_and_test(&counter) || atomic_cmpxchg(&counter, 1, 2) == atomic_xchg(&counter, 3))
		smp_mb__after_atomic();
	if (cmpxchg(&word32, 1, 2) || xchg(&word32, 3) || try_cmpxchg(&word32, &small, 4))
		smp_mb__before_atomic();
	if (cmpxchg64(&word64, 1, 2) || try_cmpxchg64(&word64, &old, 4) || try_cmpxchg_relaxed(&word64, &old, 5))
		smp_mb();
	smp_store_release(&word32, smp_load_acquire(&word32) + 1);
	WRITE_ONCE(word64, READ_ONCE(word64) + 1);
	smp_rmb();
	smp_wmb();
	barrier();
	set_bit(3, &flags_word);
	__clear_bit(4, &flags_word);
	if (test_bit(3, &flags_word) && test_and_clear_bit(3, &flags_word) && !test_and_set_bit(5, &flags_word))
		clear_bit(5, &flags_word);
	get_page(page);
	if (page_ref_count(page) > 1 && page_mapped(page))
		put_page(page);
}

int locks(struct bpf_arena *arena);
int locks(struct bpf_arena *arena)
{
	unsigned long flags;

	spin_lock(&lock);
	lockdep_assert_held(&lock);
	spin_unlock(&lock);
	raw_spin_lock_irqsave(&raw_lock, flags);
	raw_spin_unlock_irqrestore(&raw_lock, flags);
	raw_res_spin_lock_init(&res_lock);
	if (raw_res_spin_lock_irqsave(&arena->spinlock, flags))
		return -EDEADLK;
	raw_res_spin_unlock_irqrestore(&arena->spinlock, flags);
	local_irq_save(flags);
	WARN_ON_ONCE(!irqs_disabled());
	lockdep_assert_irqs_disabled();
	local_irq_restore(flags);
	preempt_disable();
	preempt_enable();
	rcu_read_lock();
	rcu_read_unlock();
	if (in_nmi() || !in_task() || in_hardirq())
		cond_resched();
	might_sleep();
	pr_warn("%lu\n", jiffies);
	pr_err_ratelimited("nothing\n");
	printk(KERN_ERR "nothing\n");
	if (WARN_ON(!arena) || WARN_ONCE(!arena, "%p\n", arena))
		BUG_ON(!arena);
	VM_WARN_ON(!arena);
	VM_WARN_ON_ONCE(!arena);
	per_cpu(per_cpu_word, 0) = smp_processor_id();
	return this_cpu_read(per_cpu_word);
}

static int touch_one(hw_pte_t *ptep, unsigned long addr, void *data)
{
	struct page *page = data;
	pte_t pte = ptep_get(ptep), other;

	if (pte_none(pte) || !pte_present(pte) || pte_page(pte) != page || pte_pfn(pte) != page_to_pfn(page))
		return -EEXIST;
	other = pfn_pte(page_to_pfn(page), __pgprot(pgprot_val(PAGE_KERNEL)));
	if (pte_same(other, mk_pte(page, PAGE_KERNEL)))
		set_pte(ptep, other);
	set_pte_at(&init_mm, addr, ptep, other);
	pte_clear(&init_mm, addr, ptep);
	ptep_get_and_clear(&init_mm, addr, ptep);
	flush_tlb_before_set(addr);
	ptep_try_set(ptep, other);
	ptep_try_install(ptep, other);
	WRITE_ONCE(*ptep, other);
	return try_cmpxchg(&pte_val(*ptep), &(pteval_t){ 0 }, pte_val(other)) ? 0 : -EBUSY;
}

int tables(struct bpf_arena *arena, unsigned long addr);
int tables(struct bpf_arena *arena, unsigned long addr)
{
	struct page *pages[2], *page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	struct vm_struct *area = get_vm_area(PAGE_SIZE, VM_SPARSE);
	int err;

	if (!page || !pfn_valid(page_to_pfn(page)) || virt_to_page(page_address(page)) != pfn_to_page(page_to_pfn(page)))
		return -ENOMEM;
	arch_enter_lazy_mmu_mode();
	err = apply_to_page_range(&init_mm, addr, PAGE_SIZE, touch_one, page);
	err |= apply_to_existing_page_range(&init_mm, addr, PAGE_SIZE, touch_one, page);
	arch_leave_lazy_mmu_mode();
	err |= bpf_map_alloc_pages(&arena->map, NUMA_NO_NODE, 2, pages);
	err |= bpf_map_alloc_pages(&arena->map, GFP_KERNEL | __GFP_ZERO, NUMA_NO_NODE, 2, pages);
	err |= vm_area_map_pages(area, addr, addr + 2 * PAGE_SIZE, pages);
	vm_area_unmap_pages(area, addr, addr + 2 * PAGE_SIZE);
	flush_cache_vmap(addr, addr + PAGE_SIZE);
	flush_cache_vunmap(addr, addr + PAGE_SIZE);
	flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
	flush_vmap_cache(addr, PAGE_SIZE);
	zap_pages(arena, addr, 1);
	range_tree_set(&arena->rt, 0, 1);
	free_pages_nolock(pages[0], 0);
	__free_page(vmalloc_to_page((void *)addr));
	irq_work_queue(&arena->free_irq);
	schedule_work(&arena->free_work);
	return err;
}

#include <linux/bpf_arena_text_end.h>
