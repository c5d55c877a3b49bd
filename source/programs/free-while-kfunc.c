// SPDX-License-Identifier: MIT
/*
 * Bug: pages at a fixed place that one CPU allocates and frees while kfuncs on other CPUs write to them, whatever is there.
 * A write after the clear and before the flush goes to a page on its way out (claim C33); a write afterwards faults and
 * brings scratch, sometimes just while the place is allocated again (claims C5 and C7). Where allocation is refused, the
 * program frees what it takes for its own and tries again.
 */
#include <ptelab/bpf.h>

#define FIRST_PAGE	1024
#define PAGES		4
#define BYTES		64

SEC("syscall")
int program(void)
{
	__u32 page_size = bpf_lab_page_size();
	char __arena *pages = bpf_lab_arena_page(FIRST_PAGE);
	/* Half of all writes go to one page, so that they meet. */
	__u32 page = random_below(2) * random_below(PAGES);

	if (random_below(4)) {
		bpf_kfunc_fill(pages + page * page_size, BYTES, 0x5b5b5b5b);
		return 0;
	}
	if (random_below(2) || !bpf_arena_alloc_pages(&arena, pages, PAGES, NUMA_NO_NODE, 0))
		bpf_arena_free_pages(&arena, pages, PAGES);
	return 0;
}
