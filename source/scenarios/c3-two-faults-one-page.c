// SPDX-License-Identifier: MIT
/* C3: two CPUs fault on the same empty entry at once, and neither takes a lock. */
#include <ptelab/scenario.h>

static void c3_touch(u32 value)
{
	program_begin();
	kfunc_write(0, value);
	kfunc_read(0);
	lab_result[smp_processor_id()] = violations_reported();
	program_end();
}

void c3_first(void)
{
	c3_touch(1);
}

void c3_second(void)
{
	c3_touch(2);
}

/* One of them filled it, and whoever lost uses what is there. */
void c3_finish(void)
{
	lab_check(leaf_is_scratch(0), PROPERTY_expectation);
}
