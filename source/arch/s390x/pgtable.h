/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of s390x with a region-third table as root, in the kernel's terms. Written
 * from the list of bits the kernel uses, not from the description the hardware walker is generated
 * from. The root's entries are pud_t seen through the folded levels above.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <linux/types.h>
#include <linux/compiler.h>
#include <asm/lab_arch.h>	/* PAGE_SHIFT and PHYS_OFFSET only */
#include <ptelab/trace.h>

struct mm_struct;

typedef u64 pteval_t;

typedef struct { pteval_t pte; } pte_t;
typedef struct { pteval_t pmd; } pmd_t;
typedef struct { pteval_t pgd; } pgd_t;
typedef struct { pgd_t pgd; } p4d_t;	/* folded: the entry of the level above */
typedef struct { p4d_t p4d; } pud_t;	/* folded: the entry of the level above */
typedef struct { pteval_t pgprot; } pgprot_t;

#define pte_val(x)	((x).pte)
#define pmd_val(x)	((x).pmd)
#define pgd_val(x)	((x).pgd)
#define p4d_val(x)	(pgd_val((x).pgd))
#define pud_val(x)	(p4d_val((x).p4d))
#define pgprot_val(x)	((x).pgprot)

#define __pte(x)	((pte_t) { (x) })
#define __pmd(x)	((pmd_t) { (x) })
#define __pgd(x)	((pgd_t) { (x) })
#define __p4d(x)	((p4d_t) { __pgd(x) })
#define __pud(x)	((pud_t) { __p4d(x) })
#define __pgprot(x)	((pgprot_t) { (x) })

/* Hardware bits of a page. */
#define _PAGE_NOEXEC		0x100ULL
#define _PAGE_PROTECT		0x200ULL
#define _PAGE_INVALID		0x400ULL

/* Software bits of a page. */
#define _PAGE_PRESENT		0x001ULL
#define _PAGE_YOUNG		0x004ULL
#define _PAGE_DIRTY		0x008ULL
#define _PAGE_READ		0x010ULL
#define _PAGE_WRITE		0x020ULL

/* An empty entry is invalid; zero would map frame 0. */
#define _PAGE_EMPTY		_PAGE_INVALID

#define _REGION_ENTRY_ORIGIN	(~0xfffULL)
#define _REGION_ENTRY_INVALID	0x20ULL
#define _REGION_ENTRY_TYPE_R3	0x04ULL
#define _REGION_ENTRY_LENGTH	0x03ULL
#define _REGION3_ENTRY		(_REGION_ENTRY_TYPE_R3 | _REGION_ENTRY_LENGTH)
#define _REGION3_ENTRY_EMPTY	(_REGION_ENTRY_TYPE_R3 | _REGION_ENTRY_INVALID)
#define _REGION3_ENTRY_LARGE	0x400ULL

#define _SEGMENT_ENTRY_ORIGIN	(~0x7ffULL)
#define _SEGMENT_ENTRY_INVALID	0x20ULL
#define _SEGMENT_ENTRY		0ULL
#define _SEGMENT_ENTRY_EMPTY	_SEGMENT_ENTRY_INVALID
#define _SEGMENT_ENTRY_LARGE	0x400ULL

#define PTE_PFN_MASK		(~0xfffULL)

#define PAGE_KERNEL		__pgprot(_PAGE_PRESENT | _PAGE_READ | _PAGE_WRITE | _PAGE_YOUNG | \
					 _PAGE_DIRTY | _PAGE_NOEXEC)
/* The same bits: user space has its own tables. Born young and dirty, so not invalid. */
#define PAGE_SHARED		PAGE_KERNEL

/* Geometry. */
#define PMD_SHIFT	20
#define PGDIR_SHIFT	31
#define P4D_SHIFT	PGDIR_SHIFT
#define PUD_SHIFT	PGDIR_SHIFT
#define PTRS_PER_PTE	256
#define PTRS_PER_PMD	2048
#define PTRS_PER_PUD	1
#define PTRS_PER_P4D	1
#define PTRS_PER_PGD	2048
#define __PAGETABLE_P4D_FOLDED	1
#define __PAGETABLE_PUD_FOLDED	1

#define PMD_SIZE	(1UL << PMD_SHIFT)
#define PUD_SIZE	(1UL << PUD_SHIFT)
#define P4D_SIZE	(1UL << P4D_SHIFT)
#define PGDIR_SIZE	(1UL << PGDIR_SHIFT)
#define PMD_MASK	(~(PMD_SIZE - 1))
#define PUD_MASK	(~(PUD_SIZE - 1))
#define P4D_MASK	(~(P4D_SIZE - 1))
#define PGDIR_MASK	(~(PGDIR_SIZE - 1))

#define PTE_TABLE_SIZE	(PTRS_PER_PTE * sizeof(pte_t))
#define PMD_TABLE_SIZE	(PTRS_PER_PMD * sizeof(pmd_t))
#define PUD_TABLE_SIZE	PGD_TABLE_SIZE	/* never allocated */
#define PGD_TABLE_SIZE	(PTRS_PER_PGD * sizeof(pgd_t))

#define pte_index(address)	(((address) >> PAGE_SHIFT) & (PTRS_PER_PTE - 1))
#define pmd_index(address)	(((address) >> PMD_SHIFT) & (PTRS_PER_PMD - 1))
#define pgd_index(address)	(((address) >> PGDIR_SHIFT) & (PTRS_PER_PGD - 1))

/* A table and its physical address. */
#define __table_pa(table)	((u64)(unsigned long)(table) + PHYS_OFFSET)
#define __table_va(phys)	((unsigned long)((phys) - PHYS_OFFSET))

/* Levels by name, for pgtable_init_table(). */
#define PGTABLE_LEVEL_PTE	0
#define PGTABLE_LEVEL_PMD	1
#define PGTABLE_LEVEL_PUD	2
#define PGTABLE_LEVEL_P4D	3
#define PGTABLE_LEVEL_PGD	4

/* Fills a new table with empty entries. */
static inline void pgtable_init_table(void *table, int level)
{
	unsigned long entries = level == PGTABLE_LEVEL_PTE ? PTRS_PER_PTE : PTRS_PER_PMD;
	u64 empty = level == PGTABLE_LEVEL_PTE ? _PAGE_EMPTY :
		    level == PGTABLE_LEVEL_PMD ? _SEGMENT_ENTRY_EMPTY : _REGION3_ENTRY_EMPTY;
	u64 *entry = table;

	for (unsigned long i = 0; i < entries; i++)
		entry[i] = empty;
}

/* Upper levels. */
static __always_inline int pgd_none(pgd_t pgd) { (void)pgd; return 0; }
static __always_inline int pgd_bad(pgd_t pgd) { (void)pgd; return 0; }
static __always_inline int pgd_present(pgd_t pgd) { (void)pgd; return 1; }
static __always_inline int pgd_leaf(pgd_t pgd) { (void)pgd; return 0; }

static __always_inline int p4d_none(p4d_t p4d) { (void)p4d; return 0; }
static __always_inline int p4d_bad(p4d_t p4d) { (void)p4d; return 0; }
static __always_inline int p4d_present(p4d_t p4d) { (void)p4d; return 1; }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline int pud_none(pud_t pud) { return pud_val(pud) == _REGION3_ENTRY_EMPTY; }

static __always_inline int pud_present(pud_t pud)
{
	return !(pud_val(pud) & _REGION_ENTRY_INVALID);
}

static __always_inline int pud_leaf(pud_t pud)
{
	return pud_present(pud) && pud_val(pud) & _REGION3_ENTRY_LARGE;
}

static __always_inline int pud_bad(pud_t pud)
{
	return (pud_val(pud) & ~_REGION_ENTRY_ORIGIN) != _REGION3_ENTRY;
}

static __always_inline int pmd_none(pmd_t pmd) { return pmd_val(pmd) == _SEGMENT_ENTRY_EMPTY; }

static __always_inline int pmd_present(pmd_t pmd)
{
	return !(pmd_val(pmd) & _SEGMENT_ENTRY_INVALID);
}

static __always_inline int pmd_leaf(pmd_t pmd)
{
	return pmd_present(pmd) && pmd_val(pmd) & _SEGMENT_ENTRY_LARGE;
}

static __always_inline int pmd_bad(pmd_t pmd)
{
	return (pmd_val(pmd) & ~_SEGMENT_ENTRY_ORIGIN) != _SEGMENT_ENTRY;
}

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(pud_val(pud) & _REGION_ENTRY_ORIGIN);
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & _SEGMENT_ENTRY_ORIGIN);
}

#define pgd_offset_pgd(pgd, address)	((pgd) + pgd_index(address))
#define pgd_offset(mm, address)		pgd_offset_pgd((mm)->pgd, (address))

static __always_inline p4d_t *p4d_offset(pgd_t *pgd, unsigned long address)
{
	(void)address;
	return (p4d_t *)pgd;
}

static __always_inline pud_t *pud_offset(p4d_t *p4d, unsigned long address)
{
	(void)address;
	return (pud_t *)p4d;
}

static __always_inline pmd_t *pmd_offset(pud_t *pud, unsigned long address)
{
	return pud_pgtable(*pud) + pmd_index(address);
}

static __always_inline pte_t *pte_offset_kernel(pmd_t *pmd, unsigned long address)
{
	return (pte_t *)pmd_page_vaddr(*pmd) + pte_index(address);
}

static __always_inline void pgd_populate(struct mm_struct *mm, pgd_t *pgd, p4d_t *p4d)
{
	(void)mm; (void)pgd; (void)p4d;
}

static __always_inline void p4d_populate(struct mm_struct *mm, p4d_t *p4d, pud_t *pud)
{
	(void)mm; (void)p4d; (void)pud;
}

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->p4d.pgd.pgd, __table_pa(pmd) | _REGION3_ENTRY);
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_pa(pte) | _SEGMENT_ENTRY);
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte((((u64)pfn << PAGE_SHIFT) & PTE_PFN_MASK) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte)
{
	return (pte_val(pte) & PTE_PFN_MASK) >> PAGE_SHIFT;
}

static __always_inline int pte_none(pte_t pte) { return pte_val(pte) == _PAGE_EMPTY; }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_YOUNG); }
static __always_inline int pte_same(pte_t a, pte_t b) { return pte_val(a) == pte_val(b); }

/* A software bit, whatever the hardware makes of the entry. */
static __always_inline int pte_present(pte_t pte) { return !!(pte_val(pte) & _PAGE_PRESENT); }

/* Leaf entries: memory. */
#define ptep_get ptep_get
static __always_inline pte_t ptep_get(pte_t *ptep)
{
	lab_access_point();
	return __pte(READ_ONCE(ptep->pte));
}

/*
 * A plain store in the kernel. For the other CPUs one 64-bit store and one exchange are the same
 * event; the exchange also tells the lab exactly what it replaced, so its books hold in a race.
 */
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
	u64 old;

	lab_access_point();
	old = lab_pte_exchange64(ptep, pte_val(pte));
	lab_pte_stored(ptep, old, pte_val(pte));
}

#define set_pte_at set_pte_at
static __always_inline void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
				       pte_t pte)
{
	(void)mm; (void)addr;
	set_pte(ptep, pte);
}

#define pte_clear pte_clear
static __always_inline void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	(void)mm; (void)addr;
	set_pte(ptep, __pte(_PAGE_EMPTY));
}

/*
 * IPTE: one instruction that marks the entry invalid (the rest of it stays) and takes the
 * translation of addr from the TLBs of all CPUs.
 */
extern void lab_ipte(void *ptep, unsigned long addr);

/*
 * Not atomic: reads; has a valid entry invalidated and flushed; then stores the empty value,
 * whatever the entry holds by then. In between it is invalid but not none.
 */
#define __HAVE_ARCH_PTEP_GET_AND_CLEAR
#define ptep_get_and_clear ptep_get_and_clear
static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
						pte_t *ptep)
{
	pte_t pte = ptep_get(ptep);

	(void)mm;
	if (!(pte_val(pte) & _PAGE_INVALID))
		lab_ipte(ptep, addr);
	set_pte(ptep, __pte(_PAGE_EMPTY));
	return pte;
}

/* A not-present entry is never cached, so there is nothing to do after a new mapping. */
#define flush_cache_vmap flush_cache_vmap
static __always_inline void flush_cache_vmap(unsigned long start, unsigned long end)
{
	(void)start; (void)end;
}

/* What the entry code does before any handler; true: try the access again. */
#define arch_kernel_fault_entry arch_kernel_fault_entry
static __always_inline bool arch_kernel_fault_entry(unsigned long addr)
{
	(void)addr;
	return false;
}

#endif
