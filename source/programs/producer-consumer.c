// SPDX-License-Identifier: MIT
/*
 * Well-behaved. Any CPU fills a page and puts it into a ring; any CPU takes it out, checks it and frees it. The ring itself
 * lies in the arena. A page is so used by two CPUs one after the other, and the second frees what the first has in its TLB.
 */
#include <ptelab/bpf.h>

#define RING_SLOTS	32
#define WORDS		8

enum { EMPTY, BUSY, FULL };

struct ring_slot {
	__u32 state;	/* changed by compare-and-swap only */
	__u32 stamp;
	__u64 page;	/* an arena pointer */
};

struct ring {
	__u32 head;
	__u32 tail;
	struct ring_slot slots[RING_SLOTS];
};

enum { NO_RING, MAKING_RING, RING_READY };

static __u32 ring_state;
static struct ring __arena *ring;

/* The first to come makes it; a failed attempt is left to the next one. */
static struct ring __arena *get_ring(void)
{
	__u32 expected = NO_RING;
	void __arena *page;

	if (__atomic_load_n(&ring_state, __ATOMIC_ACQUIRE) == RING_READY)
		return ring;
	if (!__atomic_compare_exchange_n(&ring_state, &expected, MAKING_RING, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
		return NULL;

	page = bpf_arena_alloc_pages(&arena, NULL, 1, NUMA_NO_NODE, 0);
	if (page)
		bpf_kfunc_fill(page, sizeof(struct ring), 0);
	ring = page;
	__atomic_store_n(&ring_state, page ? RING_READY : NO_RING, __ATOMIC_RELEASE);
	return page;
}

static __always_inline int take_slot(struct ring_slot __arena *slot, __u32 from)
{
	return __atomic_compare_exchange_n(&slot->state, &from, BUSY, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

static void produce(struct ring __arena *r, __u32 page_size)
{
	__u32 index = __atomic_fetch_add(&r->head, 1, __ATOMIC_RELAXED) % RING_SLOTS;
	struct ring_slot __arena *slot = &r->slots[index];
	__u32 stamp = bpf_get_prandom_u32();
	void __arena *page;

	if (!take_slot(slot, EMPTY))
		return;
	page = bpf_arena_alloc_pages(&arena, NULL, 1, NUMA_NO_NODE, 0);
	if (!page) {
		__atomic_store_n(&slot->state, EMPTY, __ATOMIC_RELEASE);
		return;
	}
	for (__u32 word = 0; word < WORDS; word++)
		arena_write(page, word * (page_size / WORDS), stamp + word);
	slot->page = (__u64)page;
	slot->stamp = stamp;
	__atomic_store_n(&slot->state, FULL, __ATOMIC_RELEASE);
}

static void consume(struct ring __arena *r, __u32 page_size)
{
	__u32 index = __atomic_fetch_add(&r->tail, 1, __ATOMIC_RELAXED) % RING_SLOTS;
	struct ring_slot __arena *slot = &r->slots[index];
	void __arena *page;
	__u32 stamp;

	if (!take_slot(slot, FULL))
		return;
	page = (void __arena *)slot->page;
	stamp = slot->stamp;
	__atomic_store_n(&slot->state, EMPTY, __ATOMIC_RELEASE);

	for (__u32 word = 0; word < WORDS; word++) {
		__u32 offset = word * (page_size / WORDS);

		if (arena_read(page, offset) != stamp + word) {
			bpf_lab_report_corruption((char __arena *)page + offset);
			break;
		}
	}
	bpf_arena_free_pages(&arena, page, 1);
}

SEC("syscall")
int program(void)
{
	struct ring __arena *r = get_ring();

	if (!r)
		return 0;
	if (bpf_get_prandom_u32() & 1)
		produce(r, bpf_lab_page_size());
	else
		consume(r, bpf_lab_page_size());
	return 0;
}
