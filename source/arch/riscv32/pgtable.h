/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of riscv32 with Sv32, in the kernel's terms. Written from the list of bits
 * the kernel uses, not from the description the hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#define PTEVAL_BITS	32
#include <asm-generic/pgtable-nopmd.h>

#define _PAGE_PRESENT	(1U << 0)
#define _PAGE_READ	(1U << 1)
#define _PAGE_WRITE	(1U << 2)
#define _PAGE_EXEC	(1U << 3)
#define _PAGE_USER	(1U << 4)
#define _PAGE_GLOBAL	(1U << 5)
#define _PAGE_PROT_NONE	_PAGE_GLOBAL	/* with PRESENT clear */
#define _PAGE_ACCESSED	(1U << 6)
#define _PAGE_DIRTY	(1U << 7)

#define _PAGE_LEAF	(_PAGE_READ | _PAGE_WRITE | _PAGE_EXEC)
#define _PAGE_TABLE	_PAGE_PRESENT

/* The frame number begins at bit 10, so 22 bits of it reach 16 GiB. */
#define _PAGE_PFN_SHIFT	10

#define PAGE_KERNEL	__pgprot(_PAGE_PRESENT | _PAGE_READ | _PAGE_WRITE | _PAGE_GLOBAL | \
				 _PAGE_ACCESSED | _PAGE_DIRTY)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(_PAGE_PRESENT | _PAGE_READ | _PAGE_WRITE | _PAGE_USER | \
				 _PAGE_ACCESSED | _PAGE_DIRTY)

/* Geometry. */
#define PGDIR_SHIFT	22
#define PTRS_PER_PTE	1024
#define PTRS_PER_PGD	1024

/* The root, seen as pmd. */
static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_PRESENT); }

static __always_inline int pmd_leaf(pmd_t pmd)
{
	return pmd_val(pmd) & _PAGE_PRESENT && pmd_val(pmd) & _PAGE_LEAF;
}

static __always_inline int pmd_bad(pmd_t pmd)
{
	return !(pmd_val(pmd) & _PAGE_PRESENT) || pmd_val(pmd) & _PAGE_LEAF;
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va((u64)(pmd_val(pmd) >> _PAGE_PFN_SHIFT) << PAGE_SHIFT);
}

#include <asm-generic/pgtable-offset.h>

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	u32 pfn = (u32)(__table_pa(pte) >> PAGE_SHIFT);

	(void)mm;
	WRITE_ONCE(pmd->pud.p4d.pgd.pgd, pfn << _PAGE_PFN_SHIFT | _PAGE_TABLE);
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((u32)pfn << _PAGE_PFN_SHIFT | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return pte_val(pte) >> _PAGE_PFN_SHIFT;
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
 * A CPU may remember that an entry was not valid, and nobody tells it of a new mapping. On a fault in
 * the vmalloc area the handler reads the entry before it does anything else; if that is present by
 * now, this CPU forgets what it has of the page and tries again.
 */
extern bool lab_kernel_mapped(unsigned long address);
extern void local_flush_tlb_page(unsigned long addr);

#define arch_kernel_fault_entry arch_kernel_fault_entry
static __always_inline bool arch_kernel_fault_entry(unsigned long addr)
{
	if (addr < VMALLOC_START || !lab_kernel_mapped(addr))
		return false;
	local_flush_tlb_page(addr);
	return true;
}

/* Leaf entries: memory. */
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#include <asm-generic/pgtable-access.h>

#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
#include <asm-generic/pgtable-try-set.h>

/*
 * A compare-and-exchange of the entry's own 32 bits; zero is the one value that is none. No fence: a hart that still
 * takes the entry for invalid faults once more, and the fault path above makes it look again.
 */
#define ptep_try_set ptep_try_set
static inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	return __ptep_try_set_empty(ptep, new);
}

/*
 * No rule demands it, but until the flush a hart may use the old page of a repointed entry; and this
 * flush is a call of the firmware, which does not wait for anyone's interrupts.
 */
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#define flush_tlb_before_set flush_tlb_before_set
static __always_inline void flush_tlb_before_set(unsigned long addr)
{
	flush_tlb_kernel_range(addr, addr + PAGE_SIZE);
}
#endif

#endif
