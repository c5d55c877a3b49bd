// SPDX-License-Identifier: MIT
/*
 * Bug: the program itself stores to pages that are not there. The exception table drops the store and a violation is
 * reported; once a kfunc has left scratch at the address, neither happens any more (claim C40).
 */
#include <ptelab/bpf.h>

#define FAR_PAGES	4096
#define PAGES		1024

SEC("syscall")
int program(void)
{
	void __arena *page = bpf_lab_arena_page(FAR_PAGES + random_below(PAGES));

	arena_write(page, 16, 0xdeadbeef);
	arena_read(page, 16);
	if (!random_below(256))
		bpf_kfunc_read(page);
	return 0;
}
