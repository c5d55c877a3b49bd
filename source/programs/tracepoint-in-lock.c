// SPDX-License-Identifier: MIT
/*
 * Bug, and the reason why recovery takes no lock (claim C1): attached to the page allocator's tracepoint, it runs while its
 * own CPU holds the arena's lock, and a kfunc faults on a page nobody has allocated; perhaps the very page whose entry is
 * about to be set.
 */
#include <ptelab/bpf.h>

SEC("tp_btf/mm_page_alloc")
int program(void)
{
	void __arena *page = bpf_lab_arena_page(random_below(64));

	if (!bpf_lab_attach_page_alloc())
		return 0;
	if (bpf_get_prandom_u32() & 1)
		bpf_kfunc_read(page);
	else
		bpf_kfunc_touch(page);
	return 0;
}
