// SPDX-License-Identifier: MIT
/*
 * Walks over page tables in software, by the architecture's accessors. The hardware's own walk knows
 * nothing of these.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <ptelab/boot.h>
#include <ptelab/lab.h>

struct mm_struct init_mm;
struct mm_struct lab_user_mm = { .is_user = 1 };

/* One range as it is handed down the levels. */
struct walk {
	struct mm_struct *mm;
	pte_fn_t fn;
	void *data;
	/* Make what is missing; else skip it. */
	bool create;
};

/* A new table with every entry empty, or NULL. */
static void *alloc_table(unsigned long bytes, int level)
{
	void *table = (void *)lab_alloc_table(bytes);

	if (table)
		pgtable_init_table(table, level);
	return table;
}

/* Lets the lab go back from an entry of a kernel table to the address it maps. */
static void record_leaf_table(struct mm_struct *mm, pte_t *table, unsigned long addr)
{
	struct page *page = virt_to_page(table);
	u64 first = addr & PMD_MASK;

	if (mm->is_user)
		return;
	/* Several small tables in one frame follow each other in address, as they were made in order. */
	first -= (u64)(offset_in_page(table) / sizeof(pte_t)) << PAGE_SHIFT;
	page->maps_high = (u32)(first >> 32);
	page->maps_low = (u32)first;
	page->is_leaf = 1;
}

/*
 * The end of the entry's part of the range. The last byte is compared, since the end of the address
 * space is 0.
 */
static unsigned long part_end(unsigned long addr, unsigned long end, unsigned long size)
{
	unsigned long boundary = (addr + size) & ~(size - 1);

	return boundary - 1 < end - 1 ? boundary : end;
}

static int walk_ptes(const struct walk *walk, pmd_t *pmd, unsigned long addr, unsigned long end)
{
	pte_t *pte;
	int error = 0;

	if (pmd_none(*pmd)) {
		if (!walk->create)
			return 0;
		pte = alloc_table(PTE_TABLE_SIZE, PGTABLE_LEVEL_PTE);
		if (!pte)
			return -ENOMEM;
		record_leaf_table(walk->mm, pte, addr);
		pmd_populate(walk->mm, pmd, pte);
	}

	pte = pte_offset_kernel(pmd, addr);
	if (!walk->fn)
		return 0;
	arch_enter_lazy_mmu_mode();
	do {
		error = walk->fn(pte, addr, walk->data);
		if (error)
			break;
		pte++;
		addr += PAGE_SIZE;
	} while (addr != end);
	arch_leave_lazy_mmu_mode();
	return error;
}

static int walk_pmds(const struct walk *walk, pud_t *pud, unsigned long addr, unsigned long end)
{
	unsigned long next;
	pmd_t *pmd;
	int error;

	if (pud_none(*pud)) {
		if (!walk->create)
			return 0;
		pmd = alloc_table(PMD_TABLE_SIZE, PGTABLE_LEVEL_PMD);
		if (!pmd)
			return -ENOMEM;
		pud_populate(walk->mm, pud, pmd);
	}

	pmd = pmd_offset(pud, addr);
	do {
		next = part_end(addr, end, PMD_SIZE);
		error = walk_ptes(walk, pmd, addr, next);
		pmd++;
		addr = next;
	} while (!error && addr != end);
	return error;
}

static int walk_puds(const struct walk *walk, p4d_t *p4d, unsigned long addr, unsigned long end)
{
	unsigned long next;
	pud_t *pud;
	int error;

	if (p4d_none(*p4d)) {
		if (!walk->create)
			return 0;
		pud = alloc_table(PUD_TABLE_SIZE, PGTABLE_LEVEL_PUD);
		if (!pud)
			return -ENOMEM;
		p4d_populate(walk->mm, p4d, pud);
	}

	pud = pud_offset(p4d, addr);
	do {
		next = part_end(addr, end, PUD_SIZE);
		error = walk_pmds(walk, pud, addr, next);
		pud++;
		addr = next;
	} while (!error && addr != end);
	return error;
}

static int walk_p4ds(const struct walk *walk, pgd_t *pgd, unsigned long addr, unsigned long end)
{
	unsigned long next;
	p4d_t *p4d;
	int error;

#ifndef __PAGETABLE_P4D_FOLDED
	if (pgd_none(*pgd)) {
		if (!walk->create)
			return 0;
		p4d = alloc_table(P4D_TABLE_SIZE, PGTABLE_LEVEL_P4D);
		if (!p4d)
			return -ENOMEM;
		pgd_populate(walk->mm, pgd, p4d);
	}
#endif

	p4d = p4d_offset(pgd, addr);
	do {
		next = part_end(addr, end, P4D_SIZE);
		error = walk_puds(walk, p4d, addr, next);
		p4d++;
		addr = next;
	} while (!error && addr != end);
	return error;
}

static int walk_range(const struct walk *walk, unsigned long addr, unsigned long size)
{
	unsigned long end = addr + size;
	unsigned long next;
	pgd_t *pgd;
	int error;

	if (WARN_ON(!size || end - 1 < addr))
		return -EINVAL;

	pgd = pgd_offset_pgd((pgd_t *)walk->mm->pgd, addr);
	do {
		next = part_end(addr, end, PGDIR_SIZE);
		error = walk_p4ds(walk, pgd, addr, next);
		pgd++;
		addr = next;
	} while (!error && addr != end);
	return error;
}

int apply_to_page_range(struct mm_struct *mm, unsigned long addr, unsigned long size,
			pte_fn_t fn, void *data)
{
	struct walk walk = { .mm = mm, .fn = fn, .data = data, .create = true };

	return walk_range(&walk, addr, size);
}

int apply_to_existing_page_range(struct mm_struct *mm, unsigned long addr, unsigned long size,
				 pte_fn_t fn, void *data)
{
	struct walk walk = { .mm = mm, .fn = fn, .data = data };

	return walk_range(&walk, addr, size);
}

/* An address space with an empty root. */
static void mm_init_one(struct mm_struct *mm)
{
	mm->pgd = alloc_table(PGD_TABLE_SIZE, PGTABLE_LEVEL_PGD);
	BUG_ON(!mm->pgd);
	mm->root = __pa(mm->pgd);
}

void mm_core_init(void)
{
	mm_init_one(&init_mm);
	mm_init_one(&lab_user_mm);
	lab_arena.kernel_root = init_mm.root;
	lab_arena.user_root = lab_user_mm.root;
}

static int insert_one(pte_t *pte, unsigned long addr, void *data)
{
	struct page *page = data;

	if (!pte_none(ptep_get(pte)))
		return -EBUSY;
	get_page(page);
	set_pte_at(&lab_user_mm, addr, pte, mk_pte(page, PAGE_SHARED));
	return 0;
}

int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page)
{
	struct mm_struct *mm = vma->vm_mm;
	int error;

	raw_spin_lock(&mm->page_table_lock);
	error = apply_to_page_range(mm, addr & PAGE_MASK, PAGE_SIZE, insert_one, page);
	raw_spin_unlock(&mm->page_table_lock);
	return error;
}

vm_fault_t vmf_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page)
{
	int error = vm_insert_page(vma, addr, page);

	if (error == -ENOMEM)
		return VM_FAULT_OOM;
	/* Another thread of the task was faster: its page is as good. */
	return error && error != -EBUSY ? VM_FAULT_SIGBUS : VM_FAULT_NOPAGE;
}

/* Pages taken out of the user table, to be given back after the flush. */
#define ZAP_BATCH	32

struct zap {
	struct page *pages[ZAP_BATCH];
	u32 count;
	/* Where the walk stopped because the batch was full. */
	unsigned long next;
};

static int zap_one(pte_t *pte, unsigned long addr, void *data)
{
	struct zap *zap = data;
	pte_t old;

	if (zap->count == ZAP_BATCH) {
		zap->next = addr;
		return 1;
	}
	if (pte_none(ptep_get(pte)))
		return 0;
	old = ptep_get_and_clear(&lab_user_mm, addr, pte);
	if (pte_present(old) && pfn_valid(pte_pfn(old)))
		zap->pages[zap->count++] = pte_page(old);
	return 0;
}

void zap_vma_range(struct vm_area_struct *vma, unsigned long addr, unsigned long size)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long end = addr + size;
	struct zap zap;
	u32 i;

	while (addr != end) {
		zap.count = 0;
		zap.next = end;

		raw_spin_lock(&mm->page_table_lock);
		apply_to_existing_page_range(mm, addr, end - addr, zap_one, &zap);
		raw_spin_unlock(&mm->page_table_lock);

		if (zap.count)
			flush_tlb_user_range(addr, zap.next);
		for (i = 0; i < zap.count; i++)
			put_page(zap.pages[i]);
		addr = zap.next;
	}
}
