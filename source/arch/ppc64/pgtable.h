/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of powerpc64 with the radix MMU, with 4 KiB or 64 KiB pages
 * (CONFIG_PPC_64K_PAGES), in the kernel's terms. Written from the list of bits the kernel uses, not
 * from the description the hardware walker is generated from.
 *
 * Entries of every level are big-endian in memory. The types hold the image; pte_val() and its like
 * turn it into a value, and pte_raw() is the image.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define __entry_value(image)	__builtin_bswap64(image)
#define __entry_image(value)	__builtin_bswap64(value)
#endif

#include <asm-generic/pgtable-nop4d.h>

#define _PAGE_EXEC		0x00001ULL
#define _PAGE_WRITE		0x00002ULL
#define _PAGE_READ		0x00004ULL
#define _PAGE_PRIVILEGED	0x00008ULL
#define _PAGE_DIRTY		0x00080ULL	/* C, set by hardware */
#define _PAGE_ACCESSED		0x00100ULL	/* R, set by hardware */
#define _PAGE_INVALID		(1ULL << 61)	/* present for software, with PRESENT clear */
#define _PAGE_PTE		(1ULL << 62)	/* maps memory, on any level */
#define _PAGE_PRESENT		(1ULL << 63)

#define PAGE_KERNEL	__pgprot(_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_PRIVILEGED | \
				 _PAGE_READ | _PAGE_WRITE)
/* Born dirty, as after the first write of the user to a writable page. */
#define PAGE_SHARED	__pgprot(_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_READ | \
				 _PAGE_WRITE)

/* Geometry. */
#ifdef CONFIG_PPC_64K_PAGES
#define RADIX_PTE_INDEX_SIZE	5
#else
#define RADIX_PTE_INDEX_SIZE	9
#endif
#define RADIX_PMD_INDEX_SIZE	9
#define RADIX_PUD_INDEX_SIZE	9
#define RADIX_PGD_INDEX_SIZE	13

#define PMD_SHIFT	(PAGE_SHIFT + RADIX_PTE_INDEX_SIZE)
#define PUD_SHIFT	(PMD_SHIFT + RADIX_PMD_INDEX_SIZE)
#define PGDIR_SHIFT	(PUD_SHIFT + RADIX_PUD_INDEX_SIZE)
#define PTRS_PER_PTE	(1UL << RADIX_PTE_INDEX_SIZE)
#define PTRS_PER_PMD	(1UL << RADIX_PMD_INDEX_SIZE)
#define PTRS_PER_PUD	(1UL << RADIX_PUD_INDEX_SIZE)
#define PTRS_PER_PGD	(1UL << RADIX_PGD_INDEX_SIZE)

#define PTE_RPN_MASK	(((1ULL << 53) - 1) & ~((1ULL << PAGE_SHIFT) - 1))

/* A pointer says how many entries the next table has: log2 of it in the low bits. */
#define PMD_VAL_BITS	(_PAGE_PRESENT | RADIX_PTE_INDEX_SIZE)
#define PUD_VAL_BITS	(_PAGE_PRESENT | RADIX_PMD_INDEX_SIZE)
#define PGD_VAL_BITS	(_PAGE_PRESENT | RADIX_PUD_INDEX_SIZE)
#define TABLE_PTR_MASK	0x0fffffffffffff00ULL

/* Upper levels. */
#define TABLE_LEVEL(level, bits)								\
static __always_inline int level##_none(level##_t entry) { return !level##_val(entry); }	\
static __always_inline int level##_present(level##_t entry)					\
{												\
	return !!(level##_val(entry) & _PAGE_PRESENT);						\
}												\
static __always_inline int level##_leaf(level##_t entry)					\
{												\
	return !!(level##_val(entry) & _PAGE_PTE);						\
}												\
static __always_inline int level##_bad(level##_t entry)						\
{												\
	return (level##_val(entry) & ~TABLE_PTR_MASK) != (bits);				\
}

TABLE_LEVEL(p4d, PGD_VAL_BITS)
TABLE_LEVEL(pud, PUD_VAL_BITS)
TABLE_LEVEL(pmd, PMD_VAL_BITS)

static __always_inline pud_t *p4d_pgtable(p4d_t p4d)
{
	return (pud_t *)__table_va(p4d_val(p4d) & TABLE_PTR_MASK);
}

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(pud_val(pud) & TABLE_PTR_MASK);
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & TABLE_PTR_MASK);
}

#include <asm-generic/pgtable-offset.h>

static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm;
	WRITE_ONCE(p4d->pgd.pgd, __entry_image(__table_pa(pud) | PGD_VAL_BITS));
}

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->pud, __entry_image(__table_pa(pmd) | PUD_VAL_BITS));
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __entry_image(__table_pa(pte) | PMD_VAL_BITS));
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((((u64)pfn << PAGE_SHIFT) & PTE_RPN_MASK) | pgprot_val(prot) | _PAGE_PTE);
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (pte_val(pte) & PTE_RPN_MASK) >> PAGE_SHIFT;
}

/* Hardware may set R and C in an entry that was cleared while it looked at it. */
#define _PAGE_NONE_MASK	(_PAGE_ACCESSED | _PAGE_DIRTY)

static __always_inline int pte_none(pte_t pte) { return !(pte_val(pte) & ~_PAGE_NONE_MASK); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

static __always_inline int pte_present(pte_t pte)
{
	u64 value = pte_val(pte);

	return (value & (_PAGE_PRESENT | _PAGE_PTE)) == (_PAGE_PRESENT | _PAGE_PTE) ||
	       (value & (_PAGE_INVALID | _PAGE_PTE)) == (_PAGE_INVALID | _PAGE_PTE);
}

/*
 * Orders a store to a table before the walks of later accesses; until then this CPU may still find
 * the entry as it was. Nothing else of it shows where memory is sequentially consistent.
 */
extern void lab_isb(void);

static __always_inline void ptesync(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	lab_isb();
}

/* set_pte_at() stores and no more: this is where kernel mappings get their ptesync. */
#define flush_cache_vmap flush_cache_vmap
static __always_inline void flush_cache_vmap(unsigned long start, unsigned long end)
{
	(void)start; (void)end;
	ptesync();
}

/* Leaf entries: memory. The clear is one ldarx/stdcx loop in the kernel. */
#define LAB_PTEP_GET_AND_CLEAR_ATOMIC
#include <asm-generic/pgtable-access.h>

/* ptep_try_set(): upstream has the stub of linux/pgtable.h. */
#if LAB_CANDIDATE == 1
#include <asm-generic/pgtable-naive.h>
#elif LAB_CANDIDATE == 2
/*
 * Compares and stores images, and takes an entry with stray R or C for the empty one it is. The
 * ptesync is part of it: nobody tells a caller in a fault that the next access needs one.
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;

	do {
		if (__ptep_try_replace(ptep, &found, new)) {
			ptesync();
			return true;
		}
	} while (pte_none(__pte(found)));
	return false;
}

/*
 * set_ptes() of this kernel is not for live entries: the old translation goes first. tlbie is a
 * broadcast, so it may be asked for under a lock with interrupts off.
 */
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);

#define flush_tlb_before_set flush_tlb_before_set
static __always_inline void flush_tlb_before_set(unsigned long addr)
{
	flush_tlb_kernel_range(addr, addr + (1UL << PAGE_SHIFT));
}
#endif

#endif
