// SPDX-License-Identifier: MIT
/* See ptelab/tsb.h. Readers and writers go by the tag, which is 0 while the rest of a row changes. */
#include <linux/mm_types.h>
#include <linux/smp.h>
#include <ptelab/lab.h>
#include <ptelab/tsb.h>

#if LAB_TSB
#define TSB_ROWS	512

struct tsb_row {
	/* The page's address with bit 0 set, or 0. */
	unsigned long tag;
	/* Direct address of the entry it came from. */
	unsigned long entry_at;
	u64 entry __aligned(8);
	u64 phys;
	u32 flags;
};

static struct tsb_row tsb[TSB_ROWS];

static struct tsb_row *row_of(unsigned long page)
{
	return &tsb[(page >> PAGE_SHIFT) & (TSB_ROWS - 1)];
}

bool lab_tsb_find(unsigned long page, struct hw_walk *walk)
{
	struct tsb_row *row = row_of(page);

	if (__atomic_load_n(&row->tag, __ATOMIC_SEQ_CST) != (page | 1))
		return false;
	walk->entry = READ_ONCE(row->entry);
	walk->entry_at = READ_ONCE(row->entry_at);
	walk->phys = READ_ONCE(row->phys);
	walk->flags = READ_ONCE(row->flags);
	walk->level = LAB_LEVELS - 1;
	walk->page_shift = PAGE_SHIFT;
	/* Another CPU may have put another page here meanwhile. */
	return __atomic_load_n(&row->tag, __ATOMIC_SEQ_CST) == (page | 1);
}

/* Keeps purges and inserts apart: what is put in was read after any purge that is through. */
static u32 tsb_busy;

static bool try_lock(void)
{
	return !__atomic_exchange_n(&tsb_busy, 1, __ATOMIC_SEQ_CST);
}

static void unlock(void)
{
	__atomic_store_n(&tsb_busy, 0, __ATOMIC_SEQ_CST);
}

void lab_tsb_insert(unsigned long page)
{
	struct tsb_row *row = row_of(page);
	struct hw_walk walk;

	/* It need not be here: who comes second lets it be. */
	if (!try_lock())
		return;
	__atomic_store_n(&row->tag, 0, __ATOMIC_SEQ_CST);
	if (hw_walk(init_mm.root, page, &walk) & HW_VALID) {
		WRITE_ONCE(row->entry, walk.entry);
		WRITE_ONCE(row->entry_at, walk.entry_at);
		WRITE_ONCE(row->phys, walk.phys);
		WRITE_ONCE(row->flags, walk.flags);
		__atomic_store_n(&row->tag, page | 1, __ATOMIC_SEQ_CST);
	}
	unlock();
}

void lab_tsb_purge(unsigned long start, unsigned long last)
{
	u32 i;

	while (!try_lock())
		cpu_relax();
	for (i = 0; i < TSB_ROWS; i++) {
		unsigned long page = tsb[i].tag & PAGE_MASK;

		if (page && page >= (start & PAGE_MASK) && page <= last)
			__atomic_store_n(&tsb[i].tag, 0, __ATOMIC_SEQ_CST);
	}
	unlock();
}
#endif
