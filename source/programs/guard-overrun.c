// SPDX-License-Identifier: MIT
/*
 * Bug: hands a kfunc the last bytes of the 4 GiB. The kfunc runs on into the upper guard, half of which is recovered
 * (claims C41, C44); sometimes it goes on beyond that, where nothing is.
 */
#include <ptelab/bpf.h>

#define LAST_BYTES	32
#define GUARD_HALF	(64 * 1024)	/* at least half of the guard, whatever the page size */

SEC("syscall")
int program(void)
{
	void __arena *end = (void __arena *)(0x100000000ull - LAST_BYTES);

	if (random_below(64))
		bpf_kfunc_fill(end, 4 * LAST_BYTES, 0x6a6a6a6a);
	else
		bpf_kfunc_sum(end, LAST_BYTES + GUARD_HALF + 64);
	return 0;
}
