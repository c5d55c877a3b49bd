// SPDX-License-Identifier: MIT
/*
 * C43, C40: accesses of a BPF program have an entry in the exception table, which comes before recovery. Both kinds of fault end
 * there: the page that is not there stays so, and the one that is read-only is no oops. The store is dropped, the load gives 0,
 * each is reported.
 */
#include <ptelab/scenario_scope.h>

void c43_program(void)
{
	u32 before;

	program_begin();
	before = violations_reported();
	bpf_write(0, 7);
	lab_check(violations_reported() == before + 1, PROPERTY_violation_unreported);
	lab_result[0] = bpf_read(0);
	lab_check(violations_reported() == before + 2, PROPERTY_violation_unreported);
	lab_check(!lab_result[0] && leaf_is_none(0), PROPERTY_expectation);

	if (alloc_page_at(1) != NO_PAGE) {
		make_read_only(1);
		bpf_write(1, 7);
		lab_check(violations_reported() == before + 3, PROPERTY_violation_unreported);
		lab_result[1] = bpf_read(1);
		lab_check(!lab_result[1], PROPERTY_expectation);
	}
	program_end();
}
