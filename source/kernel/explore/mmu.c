// SPDX-License-Identifier: MIT
/*
 * The memory management unit, for the explorer. An access is one step when the CPU holds a translation: looking it up and
 * using it cannot be told apart by a flush, which waits for accesses that have begun. Where it holds none, the walk is a step of
 * its own before: it reads the entry and takes up what it finds, and the entry may be cleared before the access.
 */
#include <linux/errno.h>
#include <asm/hw_walk.h>
#include <ptelab/explore_machine.h>
#include <ptelab/fault.h>

struct lab_view lab_tlb[LAB_CPUS][2][LAB_SLOTS];
unsigned long lab_leftover[LAB_CPUS][LAB_SLOTS][LAB_LEFTOVERS];

/* What the surroundings do to this access. */
enum way { WAY_PLAIN, WAY_EVICTED, WAY_LEFTOVER_0, WAY_LEFTOVER_1, WAY_NOT_PRESENT };

/*
 * Exactly those ways that the scenario allows, each tried. What an access has walked for it gets to use: a translation that is
 * evicted before every use would be a machine that never gets on.
 */
static enum way choose_way(bool user, bool walked)
{
	enum way ways[8] = { WAY_PLAIN };
	u32 count = 1;

	if (lab_environment & LAB_ENV_TLB_EVICTION && !walked)
		ways[count++] = WAY_EVICTED;
	if (lab_environment & LAB_ENV_SPECULATIVE_FILL && !user) {
		ways[count++] = WAY_LEFTOVER_0;
		ways[count++] = WAY_LEFTOVER_1;
	}
	if (lab_environment & LAB_ENV_NEGATIVE_CACHING && LAB_INSTALL_WINDOW && !user)
		ways[count++] = WAY_NOT_PRESENT;
	return count == 1 ? WAY_PLAIN : ways[__ptelab_choose(count)];
}

static u64 root_of(bool user)
{
	return user ? lab_user_mm.root : init_mm.root;
}

/* Whose the frame is decides whether this access may reach it. */
static void check_use(unsigned long frame, u32 slot, bool user)
{
	struct page *page = lab_page_of_frame(frame);

	lab_check(page->state != PAGE_STATE_free && lab_tagged_frame(frame & PAGE_MASK) == frame,
		  PROPERTY_use_after_free);
	if (lab_entitled(slot))
		lab_check(lab_slot_owner(slot) == page, PROPERTY_reaches_allocated);
	if (user)
		lab_check(page->state != PAGE_STATE_scratch, PROPERTY_user_never_scratch);
}

static struct lab_view *view_of(u32 slot, bool user)
{
	return &lab_tlb[__ptelab_cpu()][user][slot];
}

/* Takes one that is left over from an earlier mapping, if there is one. */
static void take_leftover(struct lab_view *view, unsigned long tag, unsigned long frame)
{
	if (!frame)
		return;
	view->frame = frame;
	view->tag = tag;
}

/* The direct address, or 0 where the CPU holds no translation for this access. */
static unsigned long look_up(unsigned long address, bool write, bool user, enum way way)
{
	u32 slot = lab_slot_of(address, user);
	struct lab_view *view = view_of(slot, user);
	unsigned long tag = (address & PAGE_MASK) | (user ? LAB_TLB_USER : 0) | LAB_TLB_VALID;
	unsigned long found = view->tag & ~(unsigned long)LAB_TLB_READ_ONLY;

	if (way == WAY_EVICTED) {
		view->tag = 0;
		view->frame = 0;
		return 0;
	}
	if (way == WAY_LEFTOVER_0 || way == WAY_LEFTOVER_1) {
		take_leftover(view, tag, lab_leftover[__ptelab_cpu()][slot][way - WAY_LEFTOVER_0]);
		found = view->tag & ~(unsigned long)LAB_TLB_READ_ONLY;
	}
	if (found != tag || (write && view->tag & LAB_TLB_READ_ONLY))
		return 0;
	check_use(view->frame, slot, user);
	return (view->frame & PAGE_MASK) | (address & ~PAGE_MASK);
}

static bool misaligned(unsigned long address, u32 access)
{
	unsigned long bytes = access & LAB_ACCESS_BYTES;

	if ((address & ~PAGE_MASK) + bytes > PAGE_SIZE)
		return true;
	return access & LAB_ACCESS_ATOMIC && address & (bytes - 1);
}

/* A refill loads both halves of a pair; one that is not present is remembered. One that is may be walked for as well. */
static void look_at_buddy(unsigned long page, bool user)
{
	u32 slot = lab_slot_of(page, user);
	unsigned long tag = page | (user ? LAB_TLB_USER : 0) | LAB_TLB_NEGATIVE;
	struct lab_view *view = view_of(slot, user);
	struct hw_walk walk;

	if (hw_walk(root_of(user), page, &walk) & HW_VALID || view->tag == tag)
		return;
	view->tag = tag;
	view->frame = 0;
}

/* LAB_FAULT_* bits, or 0 and the CPU holds a translation. */
static u32 walk(unsigned long address, bool write, bool user, enum way way)
{
	u32 error = LAB_FAULT_EXPLORE | (write ? LAB_FAULT_WRITE : 0);
	struct lab_cpu_data *cpu = this_cpu();
	struct lab_view *view = view_of(lab_slot_of(address, user), user);
	unsigned long page = address & PAGE_MASK;
	unsigned long tag = page | (user ? LAB_TLB_USER : 0);
	unsigned long frame;
	struct hw_walk walk;

	if (LAB_NOT_PRESENT_CACHED == 1 && view->tag == (tag | LAB_TLB_NEGATIVE))
		return error;
	if (way == WAY_NOT_PRESENT && cpu->speculated == page)
		return error;

	if (LAB_PAIR_TLB && lab_environment & LAB_ENV_NEGATIVE_CACHING)
		look_at_buddy(page ^ PAGE_SIZE, user);
	do {
		hw_walk(root_of(user), address, &walk);
		if (!(walk.flags & HW_VALID))
			break;
		if ((write && !(walk.flags & HW_WRITABLE)) || (user && !(walk.flags & HW_USER)))
			return error | LAB_FAULT_PROTECTION;
		hw_set_accessed_dirty(&walk, write);
	} while (!(walk.flags & HW_VALID));

	if (!(walk.flags & HW_VALID)) {
		if (walk.flags & HW_BUS_ERROR)
			error |= LAB_FAULT_BUS;
		if (walk.flags & HW_NONCANONICAL)
			error |= LAB_FAULT_NONCANONICAL;
		if (LAB_NOT_PRESENT_CACHED == 1 && !walk.flags && lab_environment & LAB_ENV_NEGATIVE_CACHING) {
			view->tag = tag | LAB_TLB_NEGATIVE;
			view->frame = 0;
		}
		return error;
	}
	if (LAB_ACCESSED_DIRTY == 2 && (!(walk.flags & HW_ACCESSED) || (write && !(walk.flags & HW_DIRTY))))
		return error | LAB_FAULT_PROTECTION;

	/* Compared with all its bits: physical addresses may have more than pointers. */
	if (walk.phys - PHYS_OFFSET < LAB_DIRECT_START || walk.phys - PHYS_OFFSET > __ptelab_memory_end() - 1)
		return error | LAB_FAULT_BUS;
	frame = LAB_PHYS_TO_DIRECT(walk.phys) & PAGE_MASK;
	/* A bit that was not set when it was read makes the next write walk again. */
	if (!(walk.flags & HW_WRITABLE) || !(walk.flags & HW_DIRTY))
		tag |= LAB_TLB_READ_ONLY;
	view->frame = lab_tagged_frame(frame);
	view->tag = tag | LAB_TLB_VALID;
	return 0;
}

static unsigned long translate(unsigned long address, u32 access, u32 site, bool user, u32 origin, u32 *signal)
{
	bool write = access & LAB_ACCESS_WRITE;
	bool walked = false;

	for (;;) {
		enum way way = choose_way(user, walked);
		u32 error;

		__ptelab_atomic_begin();
		if (!misaligned(address, access)) {
			unsigned long direct = look_up(address, write, user, way);

			/* The access belongs to the same step, which the caller ends. */
			if (direct)
				return direct;
			error = walk(address, write, user, way);
		} else {
			error = LAB_FAULT_EXPLORE | LAB_FAULT_ALIGNMENT | (write ? LAB_FAULT_WRITE : 0);
		}
		/* Going into the exception makes the pipeline start afresh. */
		if (error)
			this_cpu()->speculated = 0;
		__ptelab_atomic_end();
		walked = !error;

		if (error && lab_page_fault(address, (error & ~LAB_FAULT_EXPLORE) | origin, site, 0, signal) !=
				     LAB_FAULT_RETRY)
			return 0;
	}
}

unsigned long __mmu_translate(unsigned long address, unsigned int access, unsigned int site)
{
	return translate(address, access, site, false, 0, NULL);
}

unsigned long __mmu_translate_arena(unsigned long address, unsigned int access, unsigned int site)
{
	return translate(this_cpu()->arena_base + (u32)address, access, site, false, LAB_FAULT_BPF, NULL);
}

int lab_user_access(unsigned long address, bool write, u32 *value, u32 *signal)
{
	u32 access = sizeof(u32) | LAB_ACCESS_ATOMIC | (write ? LAB_ACCESS_WRITE : 0);
	unsigned long direct;
	u32 unused;

	direct = translate(address, access, LAB_NOTHING, true, LAB_FAULT_USER, signal ? signal : &unused);
	if (!direct)
		return -EFAULT;
	if (write)
		*(volatile u32 *)direct = *value;
	else
		*value = *(volatile u32 *)direct;
	__ptelab_atomic_end();
	return 0;
}

bool lab_kernel_mapped(unsigned long address)
{
	struct hw_walk walk;

	return hw_walk(init_mm.root, address, &walk) & HW_VALID;
}

/* Context synchronisation: what the pipeline found ahead of time is forgotten. */
void lab_isb(void)
{
	this_cpu()->speculated = 0;
}

void hw_speculate(unsigned long page)
{
	if (LAB_INSTALL_WINDOW && lab_environment & LAB_ENV_NEGATIVE_CACHING)
		this_cpu()->speculated = page;
}

/* Frames have a few words that anyone uses; the rest stays zero. */
void clear_page(void *to)
{
	u64 *word = to;
	u32 i;

	for (i = 0; i < 4; i++)
		word[i] = 0;
}
