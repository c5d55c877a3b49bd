// SPDX-License-Identifier: MIT
/*
 * C34: the old translation is the user's. The page is freed, the address allocated again, and the user's task reads it
 * before the free has taken its mapping away.
 */
#include <ptelab/scenario_helper.h>

static u32 c34_user_used;

void c34_user_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}

void c34_user_free(void)
{
	program_begin();
	block_until(&c34_user_used, 1);
	free_pages_at(0, 1);
	program_end();
}

void c34_user_allocate(void)
{
	u32 value = 0;

	program_begin();
	user_write(0, 1);
	WRITE_ONCE(c34_user_used, 1);
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 2);
		lab_check(!user_read(0, &value), PROPERTY_expectation);
		lab_result[0] = value;
		lab_check(value == 2, PROPERTY_expectation);
	}
	program_end();
}
