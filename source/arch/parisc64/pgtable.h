/* SPDX-License-Identifier: MIT */
/*
 * Page-table accessors of parisc64 with 4 KiB pages, in the kernel's terms. Written from the list of
 * bits the kernel uses, not from the description the hardware walker is generated from.
 */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

/* Entries of the upper levels are words: the address of a table without its last eight bits. */
#define tableval_t u32

#include <asm-generic/pgtable-nopud.h>

#define _PAGE_READ		0x001ULL
#define _PAGE_WRITE		0x002ULL
#define _PAGE_DIRTY		0x020ULL
#define _PAGE_ACCESSED		0x100ULL
#define _PAGE_PRESENT		0x200ULL
#define _PAGE_HUGE		0x400ULL
#define _PAGE_USER		0x800ULL

#define PAGE_KERNEL	__pgprot(_PAGE_PRESENT | _PAGE_READ | _PAGE_WRITE | _PAGE_DIRTY | _PAGE_ACCESSED)
/* Born accessed and dirty. */
#define PAGE_SHARED	__pgprot(_PAGE_PRESENT | _PAGE_READ | _PAGE_WRITE | _PAGE_DIRTY | _PAGE_ACCESSED | \
				 _PAGE_USER)

#define PFN_PTE_SHIFT		12

#define PxD_FLAG_PRESENT	1u
#define PxD_FLAG_VALID		2u
#define PxD_FLAG_MASK		15u
#define PxD_VALUE_SHIFT		8

/* Geometry: a root of one page, middle tables of two. */
#define PTRS_PER_PTE	512
#define PTRS_PER_PMD	2048
#define PTRS_PER_PGD	1024
#define PMD_SHIFT	21
#define PGDIR_SHIFT	32

/* Fills a new table with zeros, words or double words. */
#define pgtable_init_table pgtable_init_table
static inline void pgtable_init_table(void *table, int level)
{
	unsigned long words = level == PGTABLE_LEVEL_PTE ? 2 * PTRS_PER_PTE :
			      level == PGTABLE_LEVEL_PMD ? PTRS_PER_PMD : PTRS_PER_PGD;
	u32 *word = table;

	for (unsigned long i = 0; i < words; i++)
		word[i] = 0;
}

/* Upper levels. */
static __always_inline u32 __table_entry(void *table)
{
	return (u32)(__table_pa(table) >> PxD_VALUE_SHIFT) | PxD_FLAG_PRESENT | PxD_FLAG_VALID;
}

static __always_inline unsigned long __entry_table(u32 entry)
{
	return __table_va((u64)(entry & ~PxD_FLAG_MASK) << PxD_VALUE_SHIFT);
}

static __always_inline int pud_none(pud_t pud) { return !pud_val(pud); }
static __always_inline int pud_present(pud_t pud) { return !!(pud_val(pud) & PxD_FLAG_PRESENT); }
static __always_inline int pud_bad(pud_t pud) { return !(pud_val(pud) & PxD_FLAG_VALID); }
static __always_inline int pud_leaf(pud_t pud) { (void)pud; return 0; }

static __always_inline int pmd_none(pmd_t pmd) { return !pmd_val(pmd); }
static __always_inline int pmd_present(pmd_t pmd) { return !!(pmd_val(pmd) & PxD_FLAG_PRESENT); }
static __always_inline int pmd_bad(pmd_t pmd) { return !(pmd_val(pmd) & PxD_FLAG_VALID); }
static __always_inline int pmd_leaf(pmd_t pmd) { (void)pmd; return 0; }

static __always_inline pmd_t *pud_pgtable(pud_t pud)
{
	return (pmd_t *)__entry_table(pud_val(pud));
}

static __always_inline unsigned long pmd_page_vaddr(pmd_t pmd)
{
	return __entry_table(pmd_val(pmd));
}

#include <asm-generic/pgtable-offset.h>

static __always_inline void pud_populate(struct mm_struct *mm, pud_t *pud, pmd_t *pmd)
{
	(void)mm;
	WRITE_ONCE(pud->p4d.pgd.pgd, __table_entry(pmd));
}

static __always_inline void pmd_populate(struct mm_struct *mm, pmd_t *pmd, pte_t *pte)
{
	(void)mm;
	WRITE_ONCE(pmd->pmd, __table_entry(pte));
}

/* Leaf entries: values. */
static __always_inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte(((u64)pfn << PFN_PTE_SHIFT) | pgprot_val(prot));
}

static __always_inline unsigned long pte_pfn(pte_t pte) { return pte_val(pte) >> PFN_PTE_SHIFT; }

static __always_inline int pte_none(pte_t pte) { return !pte_val(pte); }
static __always_inline int pte_present(pte_t pte) { return !!(pte_val(pte) & _PAGE_PRESENT); }
static __always_inline int pte_write(pte_t pte) { return !!(pte_val(pte) & _PAGE_WRITE); }
static __always_inline int pte_dirty(pte_t pte) { return !!(pte_val(pte) & _PAGE_DIRTY); }
static __always_inline int pte_young(pte_t pte) { return !!(pte_val(pte) & _PAGE_ACCESSED); }

/* There is no compare-and-swap: what is called so runs under one of a few locks. */
#define LAB_HASHED_ATOMICS
#include <ptelab/hashed_atomics.h>

/* A purge of one page, on every CPU and whatever the interrupt state. */
extern void lab_purge_page(unsigned long addr);
/* A flush of every CPU's caches by IPI. */
extern void lab_flush_cache_all(void);

#define ptep_get ptep_get
static __always_inline pte_t ptep_get(pte_t *ptep)
{
	lab_access_point();
	return __pte(READ_ONCE(ptep->pte));
}

static __always_inline void __store_pte(pte_t *ptep, pte_t pte)
{
	u64 old;

	lab_entry_begin();
	old = lab_pte_exchange64(ptep, pte_val(pte));
	lab_pte_stored(ptep, old, pte_val(pte));
}

/*
 * cmpxchg() as lib/bitops.c has it: a load, a compare and a plain store under the lock of the address.
 * A store that takes no lock may come in between and is written over, without a sign of it.
 */
static __always_inline bool __emulated_cmpxchg(pte_t *ptep, pteval_t *old, pte_t new)
{
	unsigned long flags = lab_hash_lock(ptep);
	pteval_t found = pte_val(ptep_get(ptep));
	bool done = found == *old;

	if (done) {
		__store_pte(ptep, new);
	} else {
		lab_entry_begin();
		lab_pte_try_set_result(ptep, found, pte_val(new), false);
	}
	lab_hash_unlock(ptep, flags);
	*old = found;
	return done;
}

#define __ptep_try_replace __emulated_cmpxchg

/* Leaf entries: memory. */
#define set_pte set_pte
static __always_inline void set_pte(pte_t *ptep, pte_t pte)
{
#if LAB_CANDIDATE == 2
	/* Every writer takes the lock, or ptep_try_set() is atomic against nobody. */
	unsigned long flags = lab_hash_lock(ptep);

	__store_pte(ptep, pte);
	lab_hash_unlock(ptep, flags);
#else
	__store_pte(ptep, pte);
#endif
}

/* Every store of an entry purges its translation, that of a new one included. */
#define set_pte_at set_pte_at
static __always_inline void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
				       pte_t pte)
{
	(void)mm;
	set_pte(ptep, pte);
	lab_purge_page(addr);
}

#define pte_clear pte_clear
static __always_inline void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	set_pte_at(mm, addr, ptep, __pte(0));
}

#if LAB_CANDIDATE == 2
#define ptep_get_and_clear ptep_get_and_clear
#endif

/* From this many bytes on all caches are flushed, which takes an IPI; 0: always. */
#ifndef LAB_CACHE_FLUSH_THRESHOLD
#define LAB_CACHE_FLUSH_THRESHOLD	0x80000UL
#endif

#define flush_cache_vmap flush_cache_vmap
static __always_inline void flush_cache_vmap(unsigned long start, unsigned long end)
{
	bool everything = start != end;

#if LAB_CACHE_FLUSH_THRESHOLD
	everything = end - start >= LAB_CACHE_FLUSH_THRESHOLD;
#endif
	if (everything)
		lab_flush_cache_all();
}

#include <asm-generic/pgtable-access.h>

/* ptep_try_set(): upstream has the stub of linux/pgtable.h. */
#if LAB_CANDIDATE == 1
/* What cmpxchg() is here. No other writer of entries knows of its lock. */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;

	return __emulated_cmpxchg(ptep, &found, new);
}
#elif LAB_CANDIDATE == 2
/*
 * The same compare, but with set_pte(), pte_clear() and ptep_get_and_clear() under that lock too. The
 * miss handler takes none; it writes only entries that are not yet accessed, and those here are.
 */
#define ptep_try_set ptep_try_set
static __always_inline bool ptep_try_set(pte_t *ptep, pte_t new)
{
	pteval_t found = 0;

	return __emulated_cmpxchg(ptep, &found, new);
}

/*
 * Read and clear under one lock: nobody else's entry can come in between. Then the purge, which is a
 * broadcast: after it nothing is left that would stand in the way of another page.
 */
static __always_inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr,
						pte_t *ptep)
{
	unsigned long flags = lab_hash_lock(ptep);
	pte_t old = ptep_get(ptep);

	(void)mm;
	__store_pte(ptep, __pte(0));
	lab_hash_unlock(ptep, flags);
	lab_purge_page(addr);
	return old;
}
#endif

#endif
