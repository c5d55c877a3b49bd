/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of riscv64 with Sv39, Sv48 or Sv57, which have three, four or five levels
 * (CONFIG_PGTABLE_LEVELS), in the kernel's terms. Written from the list of bits the kernel uses, not
 * from the description the hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#if CONFIG_PGTABLE_LEVELS == 5
#include <asm-generic/pgtable-types.h>
#elif CONFIG_PGTABLE_LEVELS == 4
#include <asm-generic/pgtable-nop4d.h>
#else
#include <asm-generic/pgtable-nopud.h>
#endif

#define _PAGE_PRESENT	(1ULL << 0)
#define _PAGE_READ	(1ULL << 1)
#define _PAGE_WRITE	(1ULL << 2)
#define _PAGE_EXEC	(1ULL << 3)
#define _PAGE_USER	(1ULL << 4)
#define _PAGE_GLOBAL	(1ULL << 5)
#define _PAGE_PROT_NONE	_PAGE_GLOBAL	/* with PRESENT clear */
#define _PAGE_ACCESSED	(1ULL << 6)
#define _PAGE_DIRTY	(1ULL << 7)

#define _PAGE_LEAF	(_PAGE_READ | _PAGE_WRITE | _PAGE_EXEC)
#define _PAGE_TABLE	_PAGE_PRESENT

/* The frame number begins at bit 10: an address is two bits further right than in memory. */
#define _PAGE_PFN_SHIFT	10
#define _PAGE_PFN_MASK	0x003ffffffffffc00ULL

#define PAGE_KERNEL	__pgprot(_PAGE_PRESENT | _PAGE_READ | _PAGE_WRITE | _PAGE_GLOBAL | \
				 _PAGE_ACCESSED | _PAGE_DIRTY)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(_PAGE_PRESENT | _PAGE_READ | _PAGE_WRITE | _PAGE_USER | \
				 _PAGE_ACCESSED | _PAGE_DIRTY)

/* Geometry. */
#define PMD_SHIFT	21
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	512
#define PTRS_PER_PGD	512
#if CONFIG_PGTABLE_LEVELS == 5
#define PUD_SHIFT	30
#define P4D_SHIFT	39
#define PGDIR_SHIFT	48
#define PTRS_PER_PUD	512
#define PTRS_PER_P4D	512
#elif CONFIG_PGTABLE_LEVELS == 4
#define PUD_SHIFT	30
#define PGDIR_SHIFT	39
#define PTRS_PER_PUD	512
#else
#define PGDIR_SHIFT	30
#endif

/* Upper levels. */
static __always_inline bool __entry_leaf(u64 raw)
{
	return raw & _PAGE_PRESENT && raw & _PAGE_LEAF;
}

static __always_inline bool __entry_bad(u64 raw)
{
	return !(raw & _PAGE_PRESENT) || raw & _PAGE_LEAF;
}

static __always_inline u64 __table_entry(void *table)
{
	return __table_pa(table) >> PAGE_SHIFT << _PAGE_PFN_SHIFT | _PAGE_TABLE;
}

static __always_inline unsigned long __entry_table(u64 raw)
{
	return __table_va((raw & _PAGE_PFN_MASK) >> _PAGE_PFN_SHIFT << PAGE_SHIFT);
}

#if CONFIG_PGTABLE_LEVELS == 5
static __always_inline int pgd_none(pgd_t pgd) { return !pgd_val(pgd); }
static __always_inline int pgd_present(pgd_t pgd) { return !!(pgd_val(pgd) & _PAGE_PRESENT); }
static __always_inline int pgd_bad(pgd_t pgd) { return __entry_bad(pgd_val(pgd)); }
static __always_inline int pgd_leaf(pgd_t pgd) { return __entry_leaf(pgd_val(pgd)); }

static __always_inline p4d_t *pgd_pgtable(pgd_t pgd)
{
	return (p4d_t *)__entry_table(pgd_val(pgd));
}
#endif

#if CONFIG_PGTABLE_LEVELS > 3
static __always_inline int p4d_none(p4d_t p4d) { return !p4d_val(p4d); }
static __always_inline int p4d_present(p4d_t p4d) { return !!(p4d_val(p4d) & _PAGE_PRESENT); }
static __always_inline int p4d_bad(p4d_t p4d) { return __entry_bad(p4d_val(p4d)); }
static __always_inline int p4d_leaf(p4d_t p4d) { return __entry_leaf(p4d_val(p4d)); }

static __always_inline pud_t *p4d_pgtable(p4d_t p4d)
{
	return (pud_t *)__entry_table(p4d_val(p4d));
}
#endif

static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & _PAGE_PRESENT); }
static __always_inline int pud_bad(pud_t pud) { return __entry_bad(pud_val(pud)); }
static __always_inline int pud_leaf(pud_t pud) { return __entry_leaf(pud_val(pud)); }

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_PRESENT); }
static __always_inline int pmd_bad(pmd_t pmd) { return __entry_bad(pmd_val(pmd)); }
static __always_inline int pmd_leaf(pmd_t pmd) { return __entry_leaf(pmd_val(pmd)); }

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__entry_table(pud_val(pud));
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __entry_table(pmd_val(pmd));
}

#include <asm-generic/pgtable-offset.h>

#if CONFIG_PGTABLE_LEVELS == 5
static __always_inline void pgd_populate(struct mm_struct *mm, pgd_t *pgd, p4d_t *p4d)
{
	(void)mm;
	WRITE_ONCE(pgd->pgd, __table_entry(p4d));
}
#endif

#if CONFIG_PGTABLE_LEVELS > 3
static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm;
	WRITE_ONCE(p4d_val(*p4d), __table_entry(pud));
}
#endif

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud_val(*pud), __table_entry(pmd));
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_entry(pte));
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte(((u64)pfn << _PAGE_PFN_SHIFT) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (pte_val(pte) & _PAGE_PFN_MASK) >> _PAGE_PFN_SHIFT;
}

static __always_inline int pte_none(pte_t pte) { return !pte_val(pte); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

static __always_inline int pte_present(pte_t pte)
{
	return !!(pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROT_NONE));
}

/*
 * A CPU may remember that an entry was not valid. A new mapping of the vmalloc area is announced to
 * every CPU by its bit here; a CPU that faults on a kernel address takes its bit, forgets what its
 * TLB holds and tries again, before any handler is asked.
 */
extern unsigned int __ptelab_cpu(void);
extern void local_flush_tlb_all(void);

/* A bit of each CPU. One word for the whole machine, so it lives in the core. */
extern u32 new_vmalloc;

static __always_inline void riscv_mark_new_vmalloc(void)
{
	__atomic_store_n(&new_vmalloc, ~0U, __ATOMIC_SEQ_CST);
}

#define flush_cache_vmap flush_cache_vmap
static __always_inline void flush_cache_vmap(unsigned long start, unsigned long end)
{
	(void)start; (void)end;
	riscv_mark_new_vmalloc();
}

/* What the entry code does before any handler; true: try the access again. */
#define arch_kernel_fault_entry arch_kernel_fault_entry
static __always_inline bool arch_kernel_fault_entry(unsigned long addr)
{
	u32 bit = 1U << __ptelab_cpu();

	if ((long)addr >= 0 || !(READ_ONCE(new_vmalloc) & bit))
		return false;
	__atomic_fetch_and(&new_vmalloc, ~bit, __ATOMIC_SEQ_CST);
	local_flush_tlb_all();
	return true;
}

/* Leaf entries: memory. */
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#include <asm-generic/pgtable-access.h>

/* ptep_try_set(): upstream has the stub of linux/pgtable.h. */
#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
/*
 * Zero is what pte_none() asks for, so the compare is the naive one. But a CPU may remember the empty entry, so the
 * mark is part of the helper: the next fault on any CPU makes it forget and try again, whatever the caller does.
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;

	if (!__ptep_try_replace(ptep, &found, new))
		return false;
	riscv_mark_new_vmalloc();
	return true;
}
#endif

#endif
