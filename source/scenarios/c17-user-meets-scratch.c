// SPDX-License-Identifier: MIT
/*
 * C17: a kernel access strays to a page of the map while the user task reads it for the first time. Either the user comes first and
 * gets a page of its own, or it gets a signal and scratch stays where it is.
 */
#include <ptelab/scenario_writers.h>

void c17_stray(void)
{
	program_begin();
	stray_once(0);
	program_end();
}

void c17_user(void)
{
	/* Not where everything is scratch that nobody has allocated. */
	bool scratched = leaf_is_scratch(0) && leaf_is_none(1);
	u32 value;
	int error = user_read(0, &value);

	if (scratched) {
		lab_check(error == -EFAULT, PROPERTY_expectation);
		lab_check(leaf_is_scratch(0), PROPERTY_expectation);
	}
	lab_result[0] = scratched;
	lab_result[1] = !!error;
}

/* Scratch is not in the user's table, in use or not. */
void c17_finish(void)
{
	pte_t pte = ptep_get(user_leaf_pointer(0));

	lab_check(pte_none(pte) || pte_page(pte) != the_arena->scratch_page, PROPERTY_user_never_scratch);
}
