// SPDX-License-Identifier: MIT
/*
 * C24: two CPUs fault at the same empty entry, scratch goes in, and nobody flushes. Each access has to end, and to go
 * through the hook no more than once.
 */
#include <ptelab/scenario_helper.h>

static void c24_touch(void)
{
	program_begin();
	kfunc_write(0, 1);
	lab_check(violations_reported() <= 1, PROPERTY_expectation);
	program_end();
}

void c24_first(void)
{
	c24_touch();
}

void c24_second(void)
{
	c24_touch();
}

void c24_finish(void)
{
	lab_check(leaf_is_scratch(0), PROPERTY_expectation);
}
