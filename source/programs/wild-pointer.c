// SPDX-License-Identifier: MIT
/*
 * Bug: hands a kfunc a pointer made of random bits. Any of them lies in the 4 GiB that recovery covers (claim C4): the
 * handler finds all tables in place and never has to allocate one.
 */
#include <ptelab/bpf.h>

SEC("syscall")
int program(void)
{
	__u64 bits = bpf_get_prandom_u32();

	/* Half of them anywhere, half where the others work. */
	if (bits & 1)
		bpf_kfunc_read((void __arena *)(bits & ~3ull));
	else
		bpf_kfunc_touch(bpf_lab_arena_page(random_below(256)));
	return 0;
}
