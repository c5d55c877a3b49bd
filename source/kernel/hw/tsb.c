// SPDX-License-Identifier: MIT
/* See ptelab/tsb.h. Readers and writers go by the tag, which is 0 while the rest of a row changes. */
#include <linux/mm_types.h>
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

void lab_tsb_insert(unsigned long page, const struct hw_walk *walk)
{
	struct tsb_row *row = row_of(page);
	unsigned long found = READ_ONCE(row->tag);

	/* The owner of the row while the tag is odd and all ones; who comes second leaves it. */
	if (found == ~0ul || !__atomic_compare_exchange_n(&row->tag, &found, ~0ul, false, __ATOMIC_SEQ_CST,
							  __ATOMIC_SEQ_CST))
		return;
	WRITE_ONCE(row->entry, walk->entry);
	WRITE_ONCE(row->entry_at, walk->entry_at);
	WRITE_ONCE(row->phys, walk->phys & ~(u64)(PAGE_SIZE - 1));
	WRITE_ONCE(row->flags, walk->flags);
	__atomic_store_n(&row->tag, page | 1, __ATOMIC_SEQ_CST);
	/* A purge in between found the row being written: what it was for must not come back. */
	if (LAB_ENTRY_VALUE(*(const volatile aligned_u64 *)walk->entry_at) != walk->entry)
		__atomic_store_n(&row->tag, 0, __ATOMIC_SEQ_CST);
}

void lab_tsb_purge(unsigned long start, unsigned long last)
{
	u32 i;

	for (i = 0; i < TSB_ROWS; i++) {
		unsigned long tag = __atomic_load_n(&tsb[i].tag, __ATOMIC_SEQ_CST);

		if (!tag || tag == ~0ul || (tag & PAGE_MASK) < (start & PAGE_MASK) || (tag & PAGE_MASK) > last)
			continue;
		__atomic_compare_exchange_n(&tsb[i].tag, &tag, 0, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	}
}
#endif
