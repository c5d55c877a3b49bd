/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of riscv64 with Sv48, in the kernel's terms. Written from the list of bits
 * the kernel uses, not from the description the hardware walker is generated from.
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

static __always_inline int p4d_none(p4d_t p4d) { return !p4d_val(p4d); }
static __always_inline int p4d_present(p4d_t p4d) { return !!(p4d_val(p4d) & _PAGE_PRESENT); }
static __always_inline int p4d_bad(p4d_t p4d) { return __entry_bad(p4d_val(p4d)); }
static __always_inline int p4d_leaf(p4d_t p4d) { (void)p4d; return 0; }

static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & _PAGE_PRESENT); }
static __always_inline int pud_bad(pud_t pud) { return __entry_bad(pud_val(pud)); }
static __always_inline int pud_leaf(pud_t pud) { return __entry_leaf(pud_val(pud)); }

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & _PAGE_PRESENT); }
static __always_inline int pmd_bad(pmd_t pmd) { return __entry_bad(pmd_val(pmd)); }
static __always_inline int pmd_leaf(pmd_t pmd) { return __entry_leaf(pmd_val(pmd)); }

static __always_inline pud_t *p4d_pgtable(p4d_t p4d)
{
	return (pud_t *)__entry_table(p4d_val(p4d));
}

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__entry_table(pud_val(pud));
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __entry_table(pmd_val(pmd));
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
	WRITE_ONCE(p4d->pgd.pgd, __table_entry(pud));
}

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->pud, __table_entry(pmd));
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
static __always_inline int pte_same(pte_t a, pte_t b) { return pte_val(a) == pte_val(b); }

static __always_inline int pte_present(pte_t pte)
{
	return !!(pte_val(pte) & (_PAGE_PRESENT | _PAGE_PROT_NONE));
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

/* One atomic exchange: an entry that another CPU installs is either returned or left alone. */
#define __HAVE_ARCH_PTEP_GET_AND_CLEAR
#define ptep_get_and_clear ptep_get_and_clear
static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
						pte_t *ptep)
{
	u64 old;

	(void)mm; (void)addr;
	lab_access_point();
	old = lab_pte_exchange64(ptep, 0);
	lab_pte_stored(ptep, old, 0);
	return __pte(old);
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

#endif
