// SPDX-License-Identifier: MIT
/*
 * The memory management unit of a CPU: TLB lookup, walk, permission check. The compiler puts a call
 * of __mmu_translate() in front of every access whose address is not direct.
 *
 * A translation handed out is used for one access and no longer, and a CPU answers a flush only at
 * hw_poll(), so that a flush is complete when no access through the old translation can follow.
 */
#include <linux/errno.h>
#include <linux/mm_types.h>
#include <asm/hw_walk.h>
#include <ptelab/fault.h>
#include <ptelab/lab.h>
#include <ptelab/tsb.h>

extern struct page mem_map[];
extern unsigned long lab_first_pfn;
extern unsigned long lab_nr_pages;

/* Of every this many stale uses of a CPU one goes to the stream. */
#define STALE_REPORT_EVERY	1024

/* A CPU that faults on the same access so often gives its host core away for a while. */
#define REFAULTS_BEFORE_DOZE	64
#define REFAULT_DOZE_MICROSECONDS	1000

/* Stands for frames that belong to nobody's pool. */
static struct page other_page = { .state = PAGE_STATE_reserved };

static __always_inline struct lab_tlb_entry *tlb_entry(struct lab_cpu_data *cpu, unsigned long address)
{
	return &cpu->tlb[(address >> PAGE_SHIFT) & (LAB_TLB_ENTRIES - 1)];
}

static __always_inline u64 read_slot(unsigned long slot)
{
#if LAB_PTE_BYTES == 4
	return *(const volatile u32 *)slot;
#else
	return LAB_ENTRY_VALUE(*(const volatile aligned_u64 *)slot);
#endif
}

static __always_inline u64 root_of(unsigned long kind)
{
	return kind & LAB_TLB_USER ? lab_user_mm.root : init_mm.root;
}

static struct page *page_of_frame(unsigned long frame)
{
	unsigned long index = (unsigned long)(((u64)frame + PHYS_OFFSET) >> PAGE_SHIFT) - lab_first_pfn;

	return index < lab_nr_pages ? &mem_map[index] : &other_page;
}

/*
 * The entry in memory is no longer what the TLB holds, or the frame is free. While the table maps
 * nothing there, the flush that follows the clear is still due, which is as it should be.
 */
static noinline void check_stale(struct lab_cpu_data *cpu, struct lab_tlb_entry *entry,
				 unsigned long address, u32 site)
{
	bool stale = READ_ONCE(entry->page->state) == PAGE_STATE_free;
	struct hw_walk walk;

	if (!stale) {
		if (!(hw_walk(root_of(entry->tag), address, &walk) & HW_VALID))
			return;
		if ((LAB_PHYS_TO_DIRECT(walk.phys) & PAGE_MASK) == entry->frame) {
			entry->raw = walk.entry;
			return;
		}
	}

	lab_count(COUNTER_stale_uses);
	if (cpu->stale_reports++ % STALE_REPORT_EVERY == 0)
		lab_stream_push(STREAM_stale_use, this_lab_cpu()->program, address, site,
				(u32)(entry->frame >> PAGE_SHIFT));
}

static void remember(struct lab_tlb_entry *entry, unsigned long tag, const struct hw_walk *walk,
		     unsigned long frame, bool dirty)
{
	/* Other CPUs look at the tag first and last. */
	WRITE_ONCE(entry->tag, 0);
	if (walk) {
		WRITE_ONCE(entry->frame, frame);
		entry->slot = walk->entry_at;
		entry->page = page_of_frame(frame);
		entry->flags = (walk->flags & HW_WRITABLE ? LAB_TLB_WRITABLE : 0) |
			       (dirty ? LAB_TLB_DIRTY : 0);
		entry->raw = walk->entry;
	}
	__atomic_store_n(&entry->tag, tag, __ATOMIC_RELEASE);
}

/*
 * The other half of a pair, as the refill finds it: valid or not, it takes the place of what this CPU
 * held there. Whatever the walk could not use is left to the access that needs it.
 */
static void remember_buddy(struct lab_cpu_data *cpu, unsigned long page, unsigned long kind)
{
	unsigned long buddy = page ^ PAGE_SIZE;
	struct hw_walk walk;
	unsigned long frame;

	hw_walk(root_of(kind), buddy, &walk);
	frame = LAB_PHYS_TO_DIRECT(walk.phys) & PAGE_MASK;
	if (!(walk.flags & HW_VALID))
		remember(tlb_entry(cpu, buddy), buddy | kind | LAB_TLB_NEGATIVE, NULL, 0, false);
	else if (!(kind & LAB_TLB_USER && !(walk.flags & HW_USER)) && walk.phys >= PHYS_OFFSET &&
		 frame >= LAB_DIRECT_START && frame <= __ptelab_memory_end() - PAGE_SIZE)
		remember(tlb_entry(cpu, buddy), buddy | kind | LAB_TLB_VALID, &walk, frame,
			 LAB_ACCESSED_DIRTY == 0 || walk.flags & HW_DIRTY);
	else
		remember(tlb_entry(cpu, buddy), 0, NULL, 0, false);
}

/* Fills the TLB for one access. Returns 0 and the entry's frame, or LAB_FAULT_* bits in *error. */
static bool fill(struct lab_cpu_data *cpu, unsigned long address, u32 access, unsigned long kind,
		 unsigned long *frame, u32 *error)
{
	struct lab_tlb_entry *entry = tlb_entry(cpu, address);
	unsigned long page = address & PAGE_MASK;
	bool write = access & LAB_ACCESS_WRITE;
	struct hw_walk walk;

	*error = write ? LAB_FAULT_WRITE : 0;

	if (LAB_NOT_PRESENT_CACHED == 1 && entry->tag == (page | kind | LAB_TLB_NEGATIVE))
		return false;
	if (LAB_INSTALL_WINDOW && !kind && cpu->speculated == page) {
		/* Going into the exception makes the pipeline start afresh. */
		cpu->speculated = 0;
		return false;
	}

	lab_count(COUNTER_tlb_misses);
	if (LAB_PAIR_TLB)
		remember_buddy(cpu, page, kind);
	do {
#if LAB_TSB
		if (!kind && lab_tsb_find(page, &walk)) {
			walk.phys |= address & ~PAGE_MASK;
		} else {
			hw_walk(root_of(kind), address, &walk);
			if (!kind && walk.flags & HW_VALID)
				lab_tsb_insert(page);
		}
#else
		hw_walk(root_of(kind), address, &walk);
#endif
		if (!(walk.flags & HW_VALID))
			break;
		if (write && !(walk.flags & HW_WRITABLE)) {
			*error |= LAB_FAULT_PROTECTION;
			return false;
		}
		if (kind & LAB_TLB_USER && !(walk.flags & HW_USER)) {
			*error |= LAB_FAULT_PROTECTION;
			return false;
		}
		hw_set_accessed_dirty(&walk, write);
	} while (!(walk.flags & HW_VALID));

	if (!(walk.flags & HW_VALID)) {
		if (walk.flags & HW_BUS_ERROR)
			*error |= LAB_FAULT_BUS;
		if (walk.flags & HW_NONCANONICAL)
			*error |= LAB_FAULT_NONCANONICAL;
		if (LAB_NOT_PRESENT_CACHED == 1 && !walk.flags)
			remember(entry, page | kind | LAB_TLB_NEGATIVE, NULL, 0, false);
		return false;
	}
	if (LAB_ACCESSED_DIRTY == 2 &&
	    (!(walk.flags & HW_ACCESSED) || (write && !(walk.flags & HW_DIRTY)))) {
		*error |= LAB_FAULT_PROTECTION;
		return false;
	}

	/* Compared with all its bits: physical addresses may have more than pointers. */
	if (walk.phys - PHYS_OFFSET < LAB_DIRECT_START ||
	    walk.phys - PHYS_OFFSET > __ptelab_memory_end() - 1) {
		*error |= LAB_FAULT_BUS;
		return false;
	}
	*frame = LAB_PHYS_TO_DIRECT(walk.phys) & PAGE_MASK;
	remember(entry, page | kind | LAB_TLB_VALID, &walk, *frame,
		 LAB_ACCESSED_DIRTY == 0 || walk.flags & HW_DIRTY);
	if (READ_ONCE(entry->page->state) == PAGE_STATE_free)
		check_stale(cpu, entry, address, this_lab_cpu()->site);
	return true;
}

/* The access as a whole cannot be made, whatever is mapped. */
static __always_inline bool misaligned(unsigned long address, u32 access)
{
	unsigned long bytes = access & LAB_ACCESS_BYTES;

	if ((address & ~PAGE_MASK) + bytes > PAGE_SIZE)
		return true;
	return access & LAB_ACCESS_ATOMIC && address & (bytes - 1);
}

static noinline unsigned long translate_slow(unsigned long address, u32 access, u32 site,
					     unsigned long kind, u32 origin, u32 *signal)
{
	struct lab_cpu_data *cpu = this_cpu();
	unsigned long frame;
	u32 attempt = 0;
	u32 error;

	for (;;) {
		WRITE_ONCE(this_lab_cpu()->site, site);
		if (misaligned(address, access))
			error = LAB_FAULT_ALIGNMENT | (access & LAB_ACCESS_WRITE ? LAB_FAULT_WRITE : 0);
		else if (fill(cpu, address, access, kind, &frame, &error))
			return frame | (address & ~PAGE_MASK);

		if (lab_page_fault(address, error | origin, site, attempt, signal) != LAB_FAULT_RETRY)
			return 0;
		attempt++;
		/*
		 * Another CPU may be half way through a change of the entry (marked invalid, not yet empty), which lasts
		 * as long as its thread waits for a core: too long for a machine that calls a thousand faults endless.
		 */
		if (attempt % REFAULTS_BEFORE_DOZE == 0 && lab_nr_cpus > 1)
			lab_doze(REFAULT_DOZE_MICROSECONDS);
		else
			hw_poll();
	}
}

static __always_inline unsigned long translate(unsigned long address, u32 access, u32 site,
					       unsigned long kind, u32 origin, u32 *signal)
{
	struct lab_cpu_data *cpu = this_cpu();
	struct lab_tlb_entry *entry = tlb_entry(cpu, address);
	u32 needed = access & LAB_ACCESS_WRITE ? LAB_TLB_WRITABLE | LAB_TLB_DIRTY : 0;

	WRITE_ONCE(this_lab_cpu()->site, site);
	hw_poll();
	if (unlikely(entry->tag != ((address & PAGE_MASK) | kind | LAB_TLB_VALID) ||
		     (entry->flags & needed) != needed || misaligned(address, access)))
		return translate_slow(address, access, site, kind, origin, signal);

	lab_count(COUNTER_tlb_hits);
	if (unlikely(read_slot(entry->slot) != entry->raw ||
		     READ_ONCE(entry->page->state) == PAGE_STATE_free))
		check_stale(cpu, entry, address, site);
	return entry->frame | (address & ~PAGE_MASK);
}

unsigned long __mmu_translate(unsigned long address, unsigned int access, unsigned int site)
{
	return translate(address, access, site, 0, 0, NULL);
}

unsigned long __mmu_translate_arena(unsigned long address, unsigned int access, unsigned int site)
{
	return translate(this_cpu()->arena_base + (u32)address, access, site, 0, LAB_FAULT_BPF, NULL);
}

int lab_user_access(unsigned long address, bool write, u32 *value, u32 *signal)
{
	u32 access = sizeof(u32) | LAB_ACCESS_ATOMIC | (write ? LAB_ACCESS_WRITE : 0);
	unsigned long direct;
	u32 unused;

	direct = translate(address, access, LAB_NOTHING, LAB_TLB_USER, LAB_FAULT_USER,
			   signal ? signal : &unused);
	if (!direct)
		return -EFAULT;
	if (write)
		*(volatile u32 *)direct = *value;
	else
		*value = *(volatile u32 *)direct;
	return 0;
}

bool lab_kernel_mapped(unsigned long address)
{
	struct hw_walk walk;

	return hw_walk(init_mm.root, address, &walk) & HW_VALID;
}
