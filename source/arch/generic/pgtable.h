/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of the lab's own plain machine: what an architecture has that leaves
 * everything to the generic helpers. Written from the list of bits below, not from the description
 * the hardware walker is generated from.
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
typedef struct { pteval_t pud; } pud_t;
typedef struct { pteval_t pgd; } pgd_t;
typedef struct { pgd_t pgd; } p4d_t;	/* folded: the entry of the level above */
typedef struct { pteval_t pgprot; } pgprot_t;

#define pte_val(x)	((x).pte)
#define pmd_val(x)	((x).pmd)
#define pud_val(x)	((x).pud)
#define pgd_val(x)	((x).pgd)
#define p4d_val(x)	(pgd_val((x).pgd))
#define pgprot_val(x)	((x).pgprot)

#define __pte(x)	((pte_t) { (x) })
#define __pmd(x)	((pmd_t) { (x) })
#define __pud(x)	((pud_t) { (x) })
#define __pgd(x)	((pgd_t) { (x) })
#define __p4d(x)	((p4d_t) { __pgd(x) })
#define __pgprot(x)	((pgprot_t) { (x) })

#define _PAGE_VALID	0x01ULL
#define _PAGE_WRITE	0x02ULL
#define _PAGE_USER	0x04ULL
#define _PAGE_ACCESSED	0x08ULL	/* for software */
#define _PAGE_DIRTY	0x10ULL	/* for software */
#define _PAGE_LEAF	0x20ULL	/* maps memory, on any level */

#define _PAGE_TABLE	_PAGE_VALID

#define PTE_PFN_MASK	0x000ffffffffff000ULL

#define PAGE_KERNEL	__pgprot(_PAGE_VALID | _PAGE_WRITE | _PAGE_ACCESSED | _PAGE_DIRTY | \
				 _PAGE_LEAF)
#define PAGE_SHARED	__pgprot(_PAGE_VALID | _PAGE_WRITE | _PAGE_USER | _PAGE_ACCESSED | \
				 _PAGE_DIRTY | _PAGE_LEAF)

/* Geometry. */
#define PMD_SHIFT	21
#define PUD_SHIFT	30
#define PGDIR_SHIFT	39
#define P4D_SHIFT	PGDIR_SHIFT
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	512
#define PTRS_PER_PUD	512
#define PTRS_PER_P4D	1
#define PTRS_PER_PGD	512
#define __PAGETABLE_P4D_FOLDED	1

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
#define PUD_TABLE_SIZE	(PTRS_PER_PUD * sizeof(pud_t))
#define PGD_TABLE_SIZE	(PTRS_PER_PGD * sizeof(pgd_t))

#define pte_index(address)	(((address) >> PAGE_SHIFT) & (PTRS_PER_PTE - 1))
#define pmd_index(address)	(((address) >> PMD_SHIFT) & (PTRS_PER_PMD - 1))
#define pud_index(address)	(((address) >> PUD_SHIFT) & (PTRS_PER_PUD - 1))
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
	u64 *entry = table;

	(void)level;
	for (unsigned long i = 0; i < PTRS_PER_PTE; i++)
		entry[i] = 0;
}

/* Upper levels. */
static __always_inline int pgd_none(pgd_t pgd) { (void)pgd; return 0; }
static __always_inline int pgd_bad(pgd_t pgd) { (void)pgd; return 0; }
static __always_inline int pgd_present(pgd_t pgd) { (void)pgd; return 1; }
static __always_inline int pgd_leaf(pgd_t pgd) { (void)pgd; return 0; }

static __always_inline bool __entry_leaf(u64 raw)
{
	return (raw & (_PAGE_VALID | _PAGE_LEAF)) == (_PAGE_VALID | _PAGE_LEAF);
}

static __always_inline bool __entry_bad(u64 raw)
{
	return (raw & ~PTE_PFN_MASK) != _PAGE_TABLE;
}

static __always_inline int p4d_none(p4d_t p4d) { return !p4d_val(p4d); }
static __always_inline int p4d_present(p4d_t p4d) { return !!(p4d_val(p4d) & _PAGE_VALID); }
static __always_inline int p4d_bad(p4d_t p4d) { return __entry_bad(p4d_val(p4d)); }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & _PAGE_VALID); }
static __always_inline int pud_bad(pud_t pud) { return __entry_bad(pud_val(pud)); }
static __always_inline int pud_leaf(pud_t pud) { return __entry_leaf(pud_val(pud)); }

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_VALID); }
static __always_inline int pmd_bad(pmd_t pmd) { return __entry_bad(pmd_val(pmd)); }
static __always_inline int pmd_leaf(pmd_t pmd) { return __entry_leaf(pmd_val(pmd)); }

static __always_inline pud_t *p4d_pgtable(p4d_t p4d)
{
	return (pud_t *)__table_va(p4d_val(p4d) & PTE_PFN_MASK);
}

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__table_va(pud_val(pud) & PTE_PFN_MASK);
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __table_va(pmd_val(pmd) & PTE_PFN_MASK);
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
	return p4d_pgtable(*p4d) + pud_index(address);
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
	(void)mm;
	WRITE_ONCE(p4d->pgd.pgd, __table_pa(pud) | _PAGE_TABLE);
}

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->pud, __table_pa(pmd) | _PAGE_TABLE);
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_pa(pte) | _PAGE_TABLE);
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

static __always_inline int pte_none(pte_t pte) { return !pte_val(pte); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }
static __always_inline int pte_same(pte_t a, pte_t b) { return pte_val(a) == pte_val(b); }

static __always_inline int pte_present(pte_t pte)
{
	return !!(pte_val(pte) & _PAGE_VALID);
}

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
	set_pte(ptep, __pte(0));
}

/*
 * Not atomic: reads, then clears. An entry that another CPU installs in between is wiped out, and
 * the caller is told about the old one. ptep_try_set() is the stub of linux/pgtable.h.
 */
#define __HAVE_ARCH_PTEP_GET_AND_CLEAR
#define ptep_get_and_clear ptep_get_and_clear
static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
						pte_t *ptep)
{
	pte_t pte = ptep_get(ptep);

	pte_clear(mm, addr, ptep);
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
