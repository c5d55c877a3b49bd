// SPDX-License-Identifier: MIT
/*
 * Bug: asks a kfunc for the header in front of the arena's first byte. That word lies in the lower guard, which is not
 * recovered: an oops, by design (claim C41).
 */
#include <ptelab/bpf.h>

SEC("syscall")
int program(void)
{
	bpf_kfunc_header(bpf_lab_arena_page(0));
	return 0;
}
