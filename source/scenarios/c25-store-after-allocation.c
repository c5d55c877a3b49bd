// SPDX-License-Identifier: MIT
/*
 * C25: a BPF program stores to a page that it has just allocated. Where the store faults, the exception table drops it
 * before anybody looks whether the fault was spurious.
 */
#include <ptelab/scenario_helper.h>

void c25_store(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		bpf_write(0, 1);
		lab_result[0] = bpf_read(0);
		lab_result[1] = violations_reported();
		lab_check(lab_result[0] == 1, PROPERTY_expectation);
		lab_check(!lab_result[1], PROPERTY_expectation);
	}
	program_end();
}
