// SPDX-License-Identifier: MIT
/*
 * Well-behaved. Each CPU keeps a few allocations; a run either makes a new one, writes to it and reads it back, or checks
 * an old one once more and frees it.
 */
#include <ptelab/bpf.h>

#define SLOTS		6
#define MAX_PAGES	4
#define WORDS		4	/* written by the program, spread over each page */
#define FILL_OFFSET	64
#define FILL_BYTES	64	/* written by the kfunc */

struct held {
	void __arena *pages;
	__u32 count;
	__u32 stamp;
};

static struct held held[LAB_CPUS][SLOTS];

static __always_inline __u32 pattern(__u32 stamp, __u32 page, __u32 word)
{
	return stamp ^ (page * 0x9e3779b1u + word * 0x85ebca6bu);
}

static void write_pages(const struct held *h, __u32 page_size)
{
	for (__u32 page = 0; page < h->count; page++) {
		void __arena *base = (char __arena *)h->pages + page * page_size;

		for (__u32 word = 0; word < WORDS; word++)
			arena_write(base, word * (page_size / WORDS), pattern(h->stamp, page, word));
		bpf_kfunc_fill((char __arena *)base + FILL_OFFSET, FILL_BYTES, h->stamp);
	}
}

/* One report for each allocation at most. */
static void check_pages(const struct held *h, __u32 page_size)
{
	for (__u32 page = 0; page < h->count; page++) {
		void __arena *base = (char __arena *)h->pages + page * page_size;

		for (__u32 word = 0; word < WORDS; word++) {
			__u32 offset = word * (page_size / WORDS);

			if (arena_read(base, offset) != pattern(h->stamp, page, word)) {
				bpf_lab_report_corruption((char __arena *)base + offset);
				return;
			}
		}
		if (bpf_kfunc_sum((char __arena *)base + FILL_OFFSET, FILL_BYTES) != FILL_BYTES / 4 * h->stamp) {
			bpf_lab_report_corruption((char __arena *)base + FILL_OFFSET);
			return;
		}
	}
}

SEC("syscall")
int program(void)
{
	struct held *h = &held[this_row()][random_below(SLOTS)];
	__u32 page_size = bpf_lab_page_size();

	if (h->pages) {
		void __arena *pages = h->pages;

		check_pages(h, page_size);
		/* Forgotten before it is freed: a run that is cut short must not free it again. */
		h->pages = NULL;
		bpf_arena_free_pages(&arena, pages, h->count);
		return 0;
	}

	h->count = 1 + random_below(MAX_PAGES);
	h->stamp = bpf_get_prandom_u32();
	h->pages = bpf_arena_alloc_pages(&arena, NULL, h->count, NUMA_NO_NODE, 0);
	if (h->pages) {
		write_pages(h, page_size);
		check_pages(h, page_size);
	}
	return 0;
}
