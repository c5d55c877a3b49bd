// SPDX-License-Identifier: MIT
/* C16: two CPUs fault on one page; who loses the race for the entry tries its access again and finds the winner's entry. */
#include <ptelab/scenario.h>

void c16_touch(void)
{
	program_begin();
	kfunc_read(0);
	lab_check(violations_reported() <= 1, PROPERTY_expectation);
	lab_result[smp_processor_id()] = violations_reported();
	program_end();
}
