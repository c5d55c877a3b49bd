// SPDX-License-Identifier: MIT
/* The beginning and the end of the machine's one arena. */
#include <linux/bpf_arena.h>
#include <linux/bug.h>
#include <linux/container_of.h>
#include <linux/minmax.h>
#include <linux/pgtable.h>

#ifdef LAB_EXPLORE
#define ARENA_MAX_ENTRIES	((u64)LAB_MAP_PAGES)
#else
#define ARENA_MAX_ENTRIES	65536ull
#endif

static struct bpf_arena arena_instance;
struct bpf_arena *the_arena;
struct vm_area_struct arena_user_vma;
u32 arena_high_water;

u64 bpf_arena_get_kern_vm_start(struct bpf_arena *arena)
{
	return (unsigned long)arena->kern_vm->addr + GUARD_SZ / 2;
}

unsigned long arena_kern_address(struct bpf_arena *arena, u32 uaddr)
{
	u32 offset = (uaddr - (u32)arena->user_vm_start) & (u32)(ARENA_WINDOW - 1);

	return (unsigned long)bpf_arena_get_kern_vm_start(arena) + offset;
}

bool arena_clip_range(struct bpf_arena *arena, long uaddr, long *page_cnt)
{
	u64 start = clear_lo32(arena->user_vm_start) + ((u32)uaddr & PAGE_MASK);
	u64 end = start + ((u64)*page_cnt << PAGE_SHIFT);

	if (end > arena->user_vm_end)
		end = arena->user_vm_end;
	if (start < arena->user_vm_start || start >= end)
		return false;
	*page_cnt = (long)((end - start) >> PAGE_SHIFT);
	return true;
}

static void arena_free_irq(struct irq_work *iw)
{
	struct bpf_arena *arena = container_of(iw, struct bpf_arena, free_irq);

	schedule_work(&arena->free_work);
}

/* A function of its own, so that the work has the same address whichever variant is selected. */
static void run_free_worker(struct work_struct *work)
{
	u32 before = lab_enter_state(CPU_STATE_worker);

	arena_free_worker(work);
	lab_leave_state(before);
}

__weak void arena_populate(struct bpf_arena *arena __maybe_unused)
{
}

/* The words that the host reads. */
static void publish(struct bpf_arena *arena)
{
	lab_arena.kern_vm_start = bpf_arena_get_kern_vm_start(arena);
	lab_arena.user_vm_start = arena->user_vm_start;
	lab_arena.pages = arena->map.max_entries;
	lab_arena.scratch_pfn = page_to_pfn(arena->scratch_page);
	lab_arena.recoverable_start = lab_arena.kern_vm_start;
	lab_arena.recoverable_end = lab_arena.kern_vm_start + ARENA_RECOVERY_SZ;
	lab_arena.lock = (unsigned long)&arena->spinlock.val;
}

void arena_create(void)
{
	struct bpf_arena *arena = &arena_instance;

	arena->map.max_entries = (u32)min(ARENA_MAX_ENTRIES, (u64)ARENA_WINDOW >> PAGE_SHIFT);
	arena->user_vm_start = LAB_USER_START;
	arena->user_vm_end = arena->user_vm_start + ((u64)arena->map.max_entries << PAGE_SHIFT);
	raw_res_spin_lock_init(&arena->spinlock);
	init_llist_head(&arena->free_spans);
	init_irq_work(&arena->free_irq, arena_free_irq);
	INIT_WORK(&arena->free_work, run_free_worker);
	range_tree_init(&arena->rt);
	BUG_ON(range_tree_set(&arena->rt, 0, arena->map.max_entries));

	arena->kern_vm = get_vm_area(KERN_VM_SZ, VM_SPARSE | VM_USERMAP);
	BUG_ON(!arena->kern_vm);
	arena->scratch_page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	BUG_ON(!arena->scratch_page);
	lab_set_page_state(arena->scratch_page, PAGE_STATE_scratch);

	/* Recovery cannot make tables (claim C4). */
	BUG_ON(apply_to_page_range(&init_mm, (unsigned long)bpf_arena_get_kern_vm_start(arena), ARENA_RECOVERY_SZ,
				   NULL, NULL));

	arena_user_vma.vm_start = (unsigned long)arena->user_vm_start;
	arena_user_vma.vm_end = (unsigned long)arena->user_vm_end;
	arena_user_vma.vm_mm = &lab_user_mm;
	arena_user_vma.vm_private_data = arena;

	the_arena = arena;
	bpf_prog_set_arena(arena);
	publish(arena);
	arena_populate(arena);
}

static int free_one(pte_t *ptep, unsigned long addr, void *data)
{
	struct bpf_arena *arena = data;
	pte_t pte = ptep_get(ptep);
	struct page *page;

	if (pte_none(pte) || !pte_present(pte))
		return 0;
	page = pte_page(pte);
	ptep_get_and_clear(&init_mm, addr, ptep);
	/* Freed once, by the caller. */
	if (page != arena->scratch_page) {
		lab_count(COUNTER_pages_freed);
		__free_page(page);
	}
	return 0;
}

/* Deferred frees, also those whose worker died or never came to run. */
static void finish_deferred(struct bpf_arena *arena)
{
	irq_work_sync(&arena->free_irq);
	flush_work(&arena->free_work);
	if (!llist_empty(&arena->free_spans)) {
		schedule_work(&arena->free_work);
		flush_work(&arena->free_work);
	}
}

void arena_destroy(void)
{
	struct bpf_arena *arena = the_arena;
	u32 before;

	if (!arena)
		return;
	before = lab_enter_state(CPU_STATE_free);
	bpf_prog_reset_cpu();
	/* A task that died with the lock will not come back for it. */
	raw_res_spin_lock_init(&arena->spinlock);
	finish_deferred(arena);
	the_arena = NULL;
	bpf_prog_set_arena(NULL);

	zap_vma_range(&arena_user_vma, arena_user_vma.vm_start, arena_user_vma.vm_end - arena_user_vma.vm_start);
	apply_to_existing_page_range(&init_mm, (unsigned long)bpf_arena_get_kern_vm_start(arena), ARENA_RECOVERY_SZ,
				     free_one, arena);
	flush_tlb_all();
	free_vm_area(arena->kern_vm);
	range_tree_destroy(&arena->rt);
	/* Last: entries pointed to it until now. From here on it is a page like any other. */
	lab_set_page_state(arena->scratch_page, PAGE_STATE_reserved);
	__free_page(arena->scratch_page);
	lab_leave_state(before);
}
