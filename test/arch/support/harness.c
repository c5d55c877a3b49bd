// SPDX-License-Identifier: MIT
/*
 * Runs one architecture's pgtable.h and its generated walker on the host. Memory is mapped from byte
 * address 64 KiB on, so that a direct address is a host address.
 *
 *   harness sequence SEED DUMP   random accessor calls, logged; memory is written to DUMP
 *   harness walk IMAGE ROOT      walks in memory that begins as the image says, as standard input asks
 *   harness race                 two threads on one entry; the trace must add up
 *   harness owners               the same, but entries come by ptep_try_set() only; what was set and what
 *                                was cleared must add up
 *   harness try                  ptep_try_set() on empty entries in various company
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "harness.h"

#define CANNOT_RUN	77

static struct mm_struct user_mm;
#ifdef LAB_INVALID_TABLES
/* The first frames are those of the tables that empty upper entries point to. */
static unsigned long next_table = LAB_INVALID_TABLES + 0x10000;
#else
static unsigned long next_table = MEMORY_START;
#endif

static u64 random_state;

static u64 random64(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

static void *new_table(unsigned long bytes, int level)
{
	void *table;

	next_table = (next_table + bytes - 1) & ~(bytes - 1);
	table = (void *)next_table;
	next_table += bytes;
	if (next_table > MEMORY_END)
		abort();
	pgtable_init_table(table, level);
	for (pte_t *pte = table; level == PGTABLE_LEVEL_PTE && (char *)pte < (char *)table + bytes; pte++)
		*shadow_of(pte) = pte_raw(*pte);
	return table;
}

static pte_t *entry_of(struct mm_struct *mm, unsigned long address)
{
	pgd_t *pgd = pgd_offset((struct { pgd_t *pgd; } *)mm, address);
	p4d_t *p4d;
	pud_t *pud;
	pmd_t *pmd;

#ifndef __PAGETABLE_P4D_FOLDED
	if (pgd_none(*pgd))
		pgd_populate(mm, pgd, new_table(P4D_TABLE_SIZE, PGTABLE_LEVEL_P4D));
#endif
	if (pgd_none(*pgd) || pgd_bad(*pgd) || pgd_leaf(*pgd) || !pgd_present(*pgd))
		abort();
	p4d = p4d_offset(pgd, address);
	if (p4d_none(*p4d))
		p4d_populate(mm, p4d, new_table(PUD_TABLE_SIZE, PGTABLE_LEVEL_PUD));
	if (p4d_bad(*p4d) || p4d_leaf(*p4d) || !p4d_present(*p4d))
		abort();
	pud = pud_offset(p4d, address);
	if (pud_none(*pud))
		pud_populate(mm, pud, new_table(PMD_TABLE_SIZE, PGTABLE_LEVEL_PMD));
	if (pud_bad(*pud) || pud_leaf(*pud) || !pud_present(*pud))
		abort();
	pmd = pmd_offset(pud, address);
	if (pmd_none(*pmd))
		pmd_populate(mm, pmd, new_table(PTE_TABLE_SIZE, PGTABLE_LEVEL_PTE));
	if (pmd_bad(*pmd) || pmd_leaf(*pmd) || !pmd_present(*pmd))
		abort();
	return pte_offset_kernel(pmd, address);
}

static void log_walk(const char *what, u64 root, unsigned long address)
{
	struct hw_walk walk;
	u32 flags = hw_walk(root, address, &walk);

	printf("%s %lx %x %llx %lx %llx %u %u\n", what, address, flags, walk.entry, walk.entry_at,
	       walk.phys, walk.level, walk.page_shift);
	if (flags != walk.flags)
		abort();
}

#define SLOTS	24

/* What some processors do to an empty entry. */
static void set_stray_bits(pte_t *ptep)
{
	u64 bits = LAB_ENTRY_VALUE(random64() & LAB_NONE_IGNORES);

	__atomic_fetch_or(&ptep->pte, (pteval_t)bits, __ATOMIC_SEQ_CST);
	*shadow_of(ptep) |= bits;
}

static void sequence(u64 seed, const char *dump)
{
	/* Pages of the arena's window: both ends of tables, and of the window. */
	static const unsigned long window = (1UL << (LAB_POINTER_BITS == 64 ? 32 : 26)) >> PAGE_SHIFT;
	static const unsigned long offsets[SLOTS / 2] = {
		0, 1, 2, 255, 256, 511, 512, 513, window / 2 - 1, window / 2, window - 2, window - 1,
	};
	/* Frames from the first of memory to the last that an entry can hold. */
	const u64 pfns = ((LAB_PTE_PHYS(~0ULL) - PHYS_OFFSET) >> PAGE_SHIFT) + 1;
	FILE *file;

	random_state = seed * 2 + 1;
	init_mm.pgd = new_table(PGD_TABLE_SIZE, PGTABLE_LEVEL_PGD);
	user_mm.pgd = new_table(PGD_TABLE_SIZE, PGTABLE_LEVEL_PGD);
	printf("roots %lx %lx\n", LAB_DIRECT_TO_PHYS(init_mm.pgd), LAB_DIRECT_TO_PHYS(user_mm.pgd));
	printf("prot %llx %llx\n", (u64)pte_val(pfn_pte(0, PAGE_KERNEL)),
	       (u64)pte_val(pfn_pte(0, PAGE_SHARED)));
	for (int step = 0; step < 2000; step++) {
		u32 slot = random64() % SLOTS;
		bool user = slot >= SLOTS / 2;
		struct mm_struct *mm = user ? &user_mm : &init_mm;
		unsigned long address = (user ? LAB_USER_START : VMALLOC_START) +
					offsets[slot % (SLOTS / 2)] * PAGE_SIZE;
		unsigned long pfn = (PHYS_OFFSET >> PAGE_SHIFT) + random64() % pfns;
		pte_t pte = pfn_pte(pfn, user ? PAGE_SHARED : PAGE_KERNEL);
		pte_t *ptep = entry_of(mm, address);
		u64 result = 0;
		const char *name = "";

		switch (random64() % (LAB_NONE_IGNORES ? 5 : 4)) {
		case 0:
			name = "set";
			set_pte_at(mm, address, ptep, pte);
			break;
		case 1:
			name = "clear";
			pte_clear(mm, address, ptep);
			break;
		case 2:
			name = "get_and_clear";
			result = pte_val(ptep_get_and_clear(mm, address, ptep));
			break;
		case 3:
#ifdef ptep_try_set
			name = "try_set";
			result = ptep_try_set(ptep, pte);
#else
			name = "get";
			result = pte_val(ptep_get(ptep));
#endif
			break;
		case 4:
			name = "stray";
			if (pte_none(ptep_get(ptep)))
				set_stray_bits(ptep);
			result = pte_val(ptep_get(ptep));
			break;
		}
		printf("op %s %d %lx %lx %llx\n", name, user, address, pfn, result);
	}
	for (u32 slot = 0; slot < SLOTS; slot++) {
		bool user = slot >= SLOTS / 2;
		struct mm_struct *mm = user ? &user_mm : &init_mm;
		unsigned long address = (user ? LAB_USER_START : VMALLOC_START) +
					offsets[slot % (SLOTS / 2)] * PAGE_SIZE;
		pte_t *ptep = entry_of(mm, address);
		pte_t pte = ptep_get(ptep);

		printf("entry %d %lx %lx %llx %d %d %d %d %d %lx\n", user, address, (unsigned long)ptep,
		       (u64)pte_val(pte), pte_none(pte), pte_present(pte), pte_write(pte),
		       pte_dirty(pte), pte_young(pte), pte_pfn(pte));
		log_walk("walk", LAB_DIRECT_TO_PHYS(mm->pgd), address + random64() % PAGE_SIZE);
	}
	printf("trace %lu %lu %lu %lu\n", events, wrong_events, ipte_calls, exchanges);

	printf("fault_entry %d", arch_kernel_fault_entry(VMALLOC_START));
	flush_cache_vmap(VMALLOC_START, VMALLOC_START + PAGE_SIZE);
	printf(" %d", arch_kernel_fault_entry(LAB_USER_START));
	printf(" %d", arch_kernel_fault_entry(VMALLOC_START));
	printf(" %d", arch_kernel_fault_entry(VMALLOC_START));
	printf(" %lu\n", local_flushes);
#ifdef flush_tlb_before_set
	flush_tlb_before_set(VMALLOC_START);
	printf("before_set %lu\n", kernel_flushes);
#else
	printf("before_set none\n");
#endif
	file = fopen(dump, "wb");
	if (!file || fwrite((void *)MEMORY_START, MEMORY_END - MEMORY_START, 1, file) != 1)
		abort();
	fclose(file);
}

/*
 * Standard input has words: an address to walk; "round", which brings the image back; "put AT BYTES WORD", which writes into
 * memory what is in WORD in the host's order.
 */
static void walk_image(const char *image, u64 root)
{
	const unsigned long size = MEMORY_END - MEMORY_START;
	FILE *file = fopen(image, "rb");
	char *good = malloc(size);
	char word[20];

	if (!file || !good || fread(good, size, 1, file) != 1)
		abort();
	fclose(file);
	while (scanf("%19s", word) == 1) {
		unsigned long address = strtoul(word, NULL, 16);
		struct hw_walk walk;

		if (!strcmp(word, "round")) {
			memcpy((void *)MEMORY_START, good, size);
			puts(word);
			continue;
		}
		if (!strcmp(word, "put")) {
			unsigned long at, bytes;
			u64 value;

			if (scanf("%lx %lu %llx", &at, &bytes, &value) != 3)
				abort();
			memcpy((void *)at, &value, bytes);
			continue;
		}
		log_walk("walk", root, address);
		if (hw_walk(root, address, &walk) & HW_VALID) {
			hw_set_accessed_dirty(&walk, 0);
			log_walk("read", root, address);
			hw_walk(root, address, &walk);
			hw_set_accessed_dirty(&walk, 1);
			log_walk("write", root, address);
		}
	}
	free(good);
}

static pthread_barrier_t race_start;

/*
 * Where a plain store is two stores, the right ptep_try_set() and what goes with it need not bear with one that comes at the
 * same time.
 */
#define PLAIN_STORES_RACE	(LAB_CANDIDATE != 2 || !TWO_STORES)

static void *racer(void *argument)
{
	unsigned long pfn = (PHYS_OFFSET >> PAGE_SHIFT) + 0x100 * (unsigned long)argument;

	pthread_barrier_wait(&race_start);
	for (int turn = 0; turn < 100000; turn++) {
		pte_t pte = pfn_pte(pfn + turn % 256, PAGE_KERNEL);

#ifdef ptep_try_set
		if (turn & 1 || !PLAIN_STORES_RACE)
			ptep_try_set(race_entry, pte);
		else
#endif
			set_pte(race_entry, pte);
		ptep_get_and_clear(&init_mm, VMALLOC_START, race_entry);
	}
	return NULL;
}

static u64 owned, owners;

static void *owner(void *argument)
{
	unsigned long pfn = (PHYS_OFFSET >> PAGE_SHIFT) + 0x20000 * (unsigned long)argument;

	(void)pfn;
	pthread_barrier_wait(&race_start);
	for (int turn = 0; turn < 100000; turn++) {
#ifdef ptep_try_set
		if (turn & 1) {
			if (ptep_try_set(race_entry, pfn_pte(pfn + turn, PAGE_KERNEL))) {
				__atomic_fetch_add(&owned, pfn + turn, __ATOMIC_SEQ_CST);
				__atomic_fetch_add(&owners, 1, __ATOMIC_SEQ_CST);
			}
			continue;
		}
#endif
		pte_t old = ptep_get_and_clear(&init_mm, VMALLOC_START, race_entry);

		if (!pte_none(old)) {
			__atomic_fetch_sub(&owned, pte_pfn(old), __ATOMIC_SEQ_CST);
			__atomic_fetch_sub(&owners, 1, __ATOMIC_SEQ_CST);
		}
	}
	return NULL;
}

static void race(bool by_owners)
{
	pthread_t threads[2];
	u64 first;

	init_mm.pgd = new_table(PGD_TABLE_SIZE, PGTABLE_LEVEL_PGD);
	race_entry = entry_of(&init_mm, VMALLOC_START);
	racing = true;
	first = pte_raw(*race_entry);
	pthread_barrier_init(&race_start, NULL, 2);
	for (unsigned long i = 0; i < 2; i++)
		if (pthread_create(&threads[i], NULL, by_owners ? owner : racer, (void *)(i + 1)))
			abort();
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	if (by_owners) {
		pte_t last = ptep_get(race_entry);

		if (!pte_none(last)) {
			owned -= pte_pfn(last);
			owners--;
		}
		printf("owners %llx %llx\n", owned, owners);
		return;
	}
	printf("race %llx %llx\n", race_sum, (u64)pte_raw(*race_entry) - first);
	log_walk("walk", LAB_DIRECT_TO_PHYS(init_mm.pgd), VMALLOC_START);
	printf("pfn %d %lx\n", pte_none(*race_entry), pte_pfn(*race_entry));
}

/*
 * What ptep_try_set() makes of empty entries: alone, with the next one in use, of one at an odd place, and with all that
 * pte_none() ignores set.
 */
static void try_set(void)
{
#ifdef ptep_try_set
	pte_t pte = pfn_pte((PHYS_OFFSET >> PAGE_SHIFT) + 0x123, PAGE_KERNEL);
	pte_t *first;

	init_mm.pgd = new_table(PGD_TABLE_SIZE, PGTABLE_LEVEL_PGD);
	first = entry_of(&init_mm, VMALLOC_START);
	for (int turn = 0; turn < 4; turn++) {
		pte_t *ptep = first + 4 * turn + (turn == 2);
		bool done;

		if (turn == 1)
			set_pte(ptep + 1, pte);
		if (turn == 3)
			ptep->pte |= (pteval_t)LAB_ENTRY_VALUE(LAB_NONE_IGNORES);
		done = ptep_try_set(ptep, pte);
		printf("try %d %d %d\n", done, pte_same(*ptep, pte),
		       lab_kernel_mapped(VMALLOC_START + (unsigned long)(ptep - first) * PAGE_SIZE));
	}
#endif
}

int main(int argc, char **argv)
{
	void *memory = mmap((void *)MEMORY_START, MEMORY_END - MEMORY_START, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (memory != (void *)MEMORY_START)
		return CANNOT_RUN;
	if (argc == 4 && !strcmp(argv[1], "sequence"))
		sequence(strtoull(argv[2], NULL, 10), argv[3]);
	else if (argc == 4 && !strcmp(argv[1], "walk"))
		walk_image(argv[2], strtoull(argv[3], NULL, 16));
	else if (argc == 2 && !strcmp(argv[1], "race"))
		race(false);
	else if (argc == 2 && !strcmp(argv[1], "owners"))
		race(true);
	else if (argc == 2 && !strcmp(argv[1], "try"))
		try_set();
	else
		return 2;
	return 0;
}
