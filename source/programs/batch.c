// SPDX-License-Identifier: MIT
/*
 * Well-behaved. One allocation of several pages: written by the program, summed by a kfunc, and freed in pieces, from the
 * end to the beginning.
 */
#include <ptelab/bpf.h>

#define MAX_PAGES	12
#define BYTES		128	/* of each page */

SEC("syscall")
int program(void)
{
	__u32 page_size = bpf_lab_page_size();
	__u32 count = 1 + random_below(MAX_PAGES);
	__u32 stamp = bpf_get_prandom_u32();
	char __arena *pages = bpf_arena_alloc_pages(&arena, NULL, count, NUMA_NO_NODE, 0);

	if (!pages)
		return 0;

	for (__u32 page = 0; page < count; page++)
		for (__u32 offset = 0; offset < BYTES; offset += 4)
			arena_write(pages + page * page_size, offset, stamp + page);

	for (__u32 page = 0; page < count; page++) {
		if (bpf_kfunc_sum(pages + page * page_size, BYTES) != BYTES / 4 * (stamp + page)) {
			bpf_lab_report_corruption(pages + page * page_size);
			break;
		}
	}

	while (count) {
		__u32 piece = 1 + random_below(count);

		count -= piece;
		bpf_arena_free_pages(&arena, pages + count * page_size, piece);
	}
	return 0;
}
