/* SPDX-License-Identifier: MIT */
/*
 * The slot race in its smallest form: one CPU installs pages, one frees them, the others fault. One step is one memory
 * access, one lock operation or one invalidation of a CPU's translation, so that the number of states can be compared
 * with that of other explorers. NSLOT slots, NFAULT faulting CPUs with ACC accesses each.
 */
#define NONE 0
#define SCRATCH 1
#define PAGE(slot) (2 + (slot))
#define OLD_PAGE (2 + NSLOT)
#define NPAGE (3 + NSLOT)

#ifdef OLD
static volatile u8 pte[NSLOT] = { [NSLOT - 1] = OLD_PAGE };
static volatile u8 held[NPAGE] = { [OLD_PAGE] = 1 };
#else
static volatile u8 pte[NSLOT];
/* Pages that were ever installed. */
static volatile u8 held[NPAGE];
#endif
static volatile u8 tlb[NFAULT][NSLOT];
/* Pages that were released. */
static volatile u8 gone[NPAGE];
static volatile u32 lock;

enum {
	USE_AFTER_RELEASE,
	RELEASED_TWICE,
	PAGE_OVERWRITTEN,
	PAGE_LOST,
	LOCK_HELD,
	VALID_TO_VALID,
	BREAK_BEFORE_MAKE,
	LOST_WRITE,
};

static void acquire(void)
{
	__ptelab_atomic_begin();
	__ptelab_block_until(&lock, 0);
	lock = 1;
	__ptelab_atomic_end();
}

static void check_cached(u32 slot)
{
#ifdef BBM
	for (u32 cpu = 0; cpu < NFAULT; cpu++)
		__ptelab_assert(tlb[cpu][slot] == NONE || tlb[cpu][slot] == PAGE(slot), BREAK_BEFORE_MAKE);
#endif
}

#ifdef PLAIN
static bool try_install(u32 slot)
{
	if (pte[slot] != NONE)
		return false;
	__ptelab_atomic_begin();
	__ptelab_assert(pte[slot] == NONE, VALID_TO_VALID);
	pte[slot] = PAGE(slot);
	held[PAGE(slot)] = 1;
	__ptelab_atomic_end();
	return true;
}
#else
static bool try_install(u32 slot)
{
	bool empty;

	__ptelab_atomic_begin();
	empty = pte[slot] == NONE;
	if (empty) {
		check_cached(slot);
		pte[slot] = PAGE(slot);
		held[PAGE(slot)] = 1;
	}
	__ptelab_atomic_end();
	return empty;
}
#endif

static void flush(u32 slot)
{
	for (u32 cpu = 0; cpu < NFAULT; cpu++)
		tlb[cpu][slot] = NONE;
}

void race_alloc(void)
{
	acquire();
	for (u32 slot = 0; slot < NSLOT; slot++) {
		while (!try_install(slot)) {
			u32 found = pte[slot];

			if (found == NONE)
				continue;
			if (found != SCRATCH)
				break;
			__ptelab_atomic_begin();
			__ptelab_assert(pte[slot] <= SCRATCH, PAGE_OVERWRITTEN);
			pte[slot] = NONE;
			__ptelab_atomic_end();
			flush(slot);
		}
	}
	lock = 0;
}

void race_free(void)
{
	/* Volatile, so that clearing it is not left out as useless. */
	volatile u8 old[NSLOT];

	acquire();
	for (u32 slot = 0; slot < NSLOT; slot++)
		old[slot] = __atomic_exchange_n(&pte[slot], NONE, __ATOMIC_SEQ_CST);
	lock = 0;
#ifndef EARLY
	for (u32 slot = 0; slot < NSLOT; slot++)
		flush(slot);
#endif
	for (u32 slot = 0; slot < NSLOT; slot++) {
		u32 page = old[slot];

		__ptelab_atomic_begin();
		/* Read in any case: that nothing is to be released takes a step, too. */
		__ptelab_assert(!gone[page], RELEASED_TWICE);
		if (page > SCRATCH)
			gone[page] = 1;
		__ptelab_atomic_end();
		old[slot] = 0;
	}
#ifdef EARLY
	for (u32 slot = 0; slot < NSLOT; slot++)
		flush(slot);
#endif
}

/* True on a hit; on a miss the walk fills the translation, or says that there is no page to be found. */
static bool access_slot(u32 cpu, u32 slot, bool *missing)
{
	u32 entry;
	bool hit;

	__ptelab_atomic_begin();
	entry = tlb[cpu][slot];
	hit = entry != NONE;
	*missing = false;
	if (hit) {
		__ptelab_assert(!gone[entry], USE_AFTER_RELEASE);
#ifdef STALE
		__ptelab_assert(pte[slot] <= SCRATCH || pte[slot] == entry, LOST_WRITE);
#endif
	} else {
		entry = pte[slot];
		*missing = entry == NONE;
#ifndef SPLIT
		if (entry != NONE)
			tlb[cpu][slot] = entry;
#endif
	}
	__ptelab_atomic_end();
#ifdef SPLIT
	if (!hit && entry != NONE)
		tlb[cpu][slot] = entry;
#endif
	return hit;
}

static void install_scratch(u32 slot)
{
	__ptelab_atomic_begin();
	if (pte[slot] == NONE)
		pte[slot] = SCRATCH;
	__ptelab_atomic_end();
}

void race_fault(u32 cpu)
{
	for (u32 done = 0; done < ACC; done++) {
		u32 slot = __ptelab_choose(NSLOT);
		bool missing;

		while (!access_slot(cpu, slot, &missing)) {
			if (missing)
				install_scratch(slot);
		}
	}
}

/* Every page that was installed is either mapped or released. */
void race_finish(void)
{
	__ptelab_assert(!lock, LOCK_HELD);
	for (u32 slot = 0; slot < NSLOT; slot++) {
		u32 page = PAGE(slot);

		__ptelab_assert(!held[page] || gone[page] || pte[slot] == page, PAGE_LOST);
	}
	__ptelab_assert(!held[OLD_PAGE] || gone[OLD_PAGE] || pte[NSLOT - 1] == OLD_PAGE, PAGE_LOST);
}
