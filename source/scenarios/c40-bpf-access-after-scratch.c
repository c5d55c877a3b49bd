// SPDX-License-Identifier: MIT
/*
 * C40: the entries stay empty so that BPF accesses fault and are reported. One CPU's kfunc writes to a page that is not there,
 * which recovery fills with scratch; on another CPU the program itself reads the page, which nobody has allocated yet.
 */
#include <ptelab/scenario.h>

void c40_kfunc(void)
{
	program_begin();
	kfunc_write(0, 7);
	program_end();
}

void c40_program(void)
{
	u32 before;

	program_begin();
	before = violations_reported();
	/* 7: what the other CPU has written. */
	lab_result[1] = bpf_read(0);
	lab_check(violations_reported() == before + 1, PROPERTY_violation_unreported);
	program_end();
}
