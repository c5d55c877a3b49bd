// SPDX-License-Identifier: MIT
/*
 * C34: every attempt to take the lock may fail while another CPU has it. A fix that takes the lock a second time, to give
 * the range back, may be left with a range and no lock.
 */
#include <ptelab/scenario_helper.h>
#include <ptelab/scenario_writers.h>

static u32 c34_timeout_used;

void c34_timeout_setup(void)
{
	program_begin();
	alloc_page_at(0);
	program_end();
}

void c34_timeout_free(void)
{
	program_begin();
	block_until(&c34_timeout_used, 1);
	free_pages_at(0, 1);
	program_end();
}

void c34_timeout_allocate(void)
{
	program_begin();
	kfunc_read(0);
	WRITE_ONCE(c34_timeout_used, 1);
	/* The second attempt may come after the worker, which got what the free could not do. */
	if (alloc_page_at(0) != NO_PAGE || alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		lab_result[0] = kfunc_read(0);
		lab_check(lab_result[0] == 1, PROPERTY_expectation);
	}
	program_end();
}

/* No address is lost on the way. */
void c34_timeout_finish(void)
{
	finish_deferred_work();
	lab_check(!leaf_is_none(0) || page_can_be_claimed(0), PROPERTY_expectation);
}
