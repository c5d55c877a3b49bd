// SPDX-License-Identifier: MIT
/* A small machine around the memory management under test: an arena of a few pages and one knob per call. */
#include <linux/bpf.h>
#include <linux/irq_work.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>
#include <ptelab/boot.h>
#include <ptelab/fault.h>
#include <ptelab/lab.h>

#define ARENA_PAGES	16

enum { HOOK_REFUSES, HOOK_INSTALLS_SCRATCH, HOOK_LIES };
enum { STEP_NOTHING, STEP_READ, STEP_FLUSH_IRQS_OFF, STEP_QUEUE };

static struct page *scratch;
static u32 hook, step, step_page, step_result;
static u32 violations, hook_calls;
static struct vm_area_struct user_vma = { .vm_mm = &lab_user_mm };
static struct page *user_page;

static unsigned long page_at(u32 index)
{
	return (unsigned long)lab_arena.kern_vm_start + ((unsigned long)index << PAGE_SHIFT);
}

void arena_create(void)
{
	unsigned long size = ARENA_PAGES << PAGE_SHIFT;
	struct vm_struct *area = get_vm_area(size, VM_SPARSE);

	scratch = alloc_page(GFP_KERNEL | __GFP_ZERO);
	lab_set_page_state(scratch, PAGE_STATE_scratch);
	BUG_ON(apply_to_page_range(&init_mm, (unsigned long)area->addr, size, NULL, NULL));
	lab_arena.kern_vm_start = (unsigned long)area->addr;
	lab_arena.recoverable_end = lab_arena.kern_vm_start + size;
	lab_arena.scratch_pfn = page_to_pfn(scratch);
	lab_arena.pages = ARENA_PAGES;
}

static int find_one(pte_t *pte, unsigned long addr, void *data)
{
	*(pte_t **)data = pte;
	return 0;
}

static pte_t *slot(u32 index)
{
	pte_t *pte = NULL;

	apply_to_existing_page_range(&init_mm, page_at(index), PAGE_SIZE, find_one, &pte);
	return pte;
}

bool bpf_arena_handle_page_fault(unsigned long addr, bool is_write, unsigned long fault_ip)
{
	hook_calls++;
	if (hook == HOOK_INSTALLS_SCRATCH) {
		pte_t *pte = slot((u32)((addr - page_at(0)) >> PAGE_SHIFT));

		if (pte_none(ptep_get(pte)))
			set_pte_at(&init_mm, addr, pte, mk_pte(scratch, PAGE_KERNEL));
	}
	return hook != HOOK_REFUSES;
}

void bpf_arena_report_violation(unsigned long addr, bool is_write, unsigned long site, bool kernel)
{
	violations++;
}

int arena_vm_fault_entry(unsigned long address, bool write)
{
	return user_page ? (int)vmf_insert_page(&user_vma, address, user_page) : VM_FAULT_SIGSEGV;
}

/* A new page mapped at `index` by a plain set; its number in mem_map. */
u32 map(u32 index)
{
	struct page *page = alloc_pages_nolock(__GFP_ZERO, NUMA_NO_NODE, 0);

	set_pte_at(&init_mm, page_at(index), slot(index), mk_pte(page, PAGE_KERNEL));
	return (u32)(page - mem_map);
}

void map_scratch(u32 index)
{
	set_pte_at(&init_mm, page_at(index), slot(index), mk_pte(scratch, PAGE_KERNEL));
}

/* Clears the entry; the number of the page that was there, or -1. */
u32 unmap(u32 index)
{
	pte_t old = ptep_get_and_clear(&init_mm, page_at(index), slot(index));

	return pte_present(old) ? (u32)(pte_page(old) - mem_map) : LAB_NOTHING;
}

void flush(u32 index)
{
	flush_tlb_kernel_range(page_at(index), page_at(index) + PAGE_SIZE);
}

void announce(u32 index)
{
	flush_cache_vmap(page_at(index), page_at(index) + PAGE_SIZE);
}

u32 kernel_read(u32 index)
{
	return READ_ONCE(*(u32 *)page_at(index));
}

void kernel_write(u32 index, u32 value)
{
	WRITE_ONCE(*(u32 *)page_at(index), value);
}

/* What BPF code would read at the first byte of the page. */
u32 bpf_read(u32 index)
{
	unsigned long direct;

	this_cpu()->arena_base = page_at(0);
	direct = __mmu_translate_arena((unsigned long)index << PAGE_SHIFT, sizeof(u32), 0);
	return direct ? *(volatile u32 *)direct : 0;
}

u32 null_read(u32 offset)
{
	return READ_ONCE(*(u32 *)(unsigned long)offset);
}

/* An access that goes over the end of the first page. */
u32 crossing_read(void)
{
	return __mmu_translate(page_at(1) - 2, sizeof(u32), 0) != 0;
}

/* The first word of a page, past the MMU. */
u32 frame_word(u32 page)
{
	return *(volatile u32 *)page_address(&mem_map[page]);
}

u32 user_access(u32 index, u32 write, u32 value)
{
	u32 signal = 0;
	int error = lab_user_access(LAB_USER_START + ((unsigned long)index << PAGE_SHIFT), write, &value,
				    &signal);

	return error ? signal : value;
}

void give_user(u32 page)
{
	user_page = page == LAB_NOTHING ? NULL : &mem_map[page];
}

void zap_user(u32 pages)
{
	zap_vma_range(&user_vma, LAB_USER_START, (unsigned long)pages << PAGE_SHIFT);
}

u32 take_page(void)
{
	struct page *page = alloc_pages_nolock(0, NUMA_NO_NODE, 0);

	return page ? (u32)(page - mem_map) : LAB_NOTHING;
}

void free_page(u32 page)
{
	__free_page(&mem_map[page]);
}

u32 page_word(u32 page, u32 word)
{
	return ((u32 *)&mem_map[page])[word];
}

u32 free_pages_now(void)
{
	return (u32)nr_free_pages();
}

u32 take_object(u32 bytes)
{
	return (u32)(unsigned long)kmalloc_nolock(bytes, 0, NUMA_NO_NODE);
}

void free_object(u32 object)
{
	kfree_nolock((void *)(unsigned long)object);
}

u32 counter(u32 id)
{
	u32 sum = 0, cpu;

	for (cpu = 0; cpu < LAB_CPUS; cpu++)
		sum += (u32)lab_counters[cpu][id];
	return sum;
}

u32 records(void)
{
	return lab_stream.head;
}

u32 last_record(u32 word)
{
	return ((u32 *)&lab_stream.records[(lab_stream.head - 1) % LAB_STREAM_RECORDS])[word];
}

void set_state(u32 state)
{
	lab_enter_state(state);
}

u32 state(u32 cpu)
{
	return lab_cpus[cpu].state;
}

u32 irqs_off(void)
{
	return irqs_disabled();
}

void set_hook(u32 how)
{
	hook = how;
}

u32 calls(u32 what)
{
	return what ? hook_calls : violations;
}

static u32 works, irq_works, irq_was_off;
static struct work_struct work;
static struct irq_work irq;

static void work_func(struct work_struct *item)
{
	works++;
}

static void irq_func(struct irq_work *item)
{
	irq_works++;
	irq_was_off += irqs_disabled();
	schedule_work(&work);
}

static void queue_twice(void)
{
	INIT_WORK(&work, work_func);
	init_irq_work(&irq, irq_func);
	irq_work_queue(&irq);
	irq_work_queue(&irq);
}

u32 ran(u32 what)
{
	return what == 0 ? works : what == 1 ? irq_works : irq_was_off;
}

void set_step(u32 what, u32 page)
{
	step = what;
	step_page = page;
}

u32 result(void)
{
	return step_result;
}

void workload_step(void)
{
	if (step == STEP_READ) {
		step_result = kernel_read(step_page);
	} else if (step == STEP_FLUSH_IRQS_OFF) {
		local_irq_disable();
		flush(step_page);
		local_irq_enable();
	} else if (step == STEP_QUEUE) {
		queue_twice();
		step = STEP_NOTHING;
	}
}
