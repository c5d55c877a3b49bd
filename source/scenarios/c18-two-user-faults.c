// SPDX-License-Identifier: MIT
/* C18: two threads of the user task touch a page of the map for the first time at once. One page is allocated and both get it. */
#include <ptelab/scenario.h>

static void c18_touch(u32 value)
{
	u32 cpu = smp_processor_id();

	lab_check(!user_write(0, value), PROPERTY_expectation);
	lab_check(!user_read(0, &lab_result[cpu]), PROPERTY_expectation);
}

void c18_first(void)
{
	c18_touch(1);
}

void c18_second(void)
{
	c18_touch(2);
}

/* The page that the kernel has there is the user's. A second one would be found by the books. */
void c18_finish(void)
{
	pte_t pte = ptep_get(user_leaf_pointer(0));

	lab_check(!pte_none(pte) && pte_page(pte) == pte_page(leaf_of(0)), PROPERTY_expectation);
}
