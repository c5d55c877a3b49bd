// SPDX-License-Identifier: MIT
/* Properties that scenarios state themselves, and warnings; each broken and mended. */
#include <linux/bug.h>
#include <ptelab/scenario.h>

/* The merged version refuses the page for ever (C9), the June fix does not. */

static void allocate_over_scratch(void)
{
	program_begin();
	kfunc_read(0);
	lab_check(alloc_page_at(0) != NO_PAGE, PROPERTY_allocation_recovers);
	program_end();
}

void allocation_recovers_broken(void)
{
	allocate_over_scratch();
}

void allocation_recovers_mended(void)
{
	allocate_over_scratch();
}

/* Scratch is in the way of the program's own fault. */

static void read_unallocated(bool scratch_first)
{
	u32 before;

	program_begin();
	if (scratch_first)
		kfunc_read(0);
	before = violations_reported();
	bpf_read(0);
	lab_check(violations_reported() == before + 1, PROPERTY_violation_unreported);
	program_end();
}

void violation_unreported_broken(void)
{
	read_unallocated(true);
}

void violation_unreported_mended(void)
{
	read_unallocated(false);
}

void warning_broken(void)
{
	WARN_ON(leaf_is_none(0));
}

void warning_mended(void)
{
	WARN_ON(!leaf_is_none(0));
}

/* Two CPUs count in two steps, or in one. */

static u32 counted;

void expectation_broken(void)
{
	u32 before = READ_ONCE(counted);

	WRITE_ONCE(counted, before + 1);
}

void expectation_mended(void)
{
	__atomic_fetch_add(&counted, 1, __ATOMIC_RELAXED);
}

void expectation_other(void)
{
	__atomic_fetch_add(&counted, 1, __ATOMIC_RELAXED);
}

void expectation_finish(void)
{
	lab_check(counted == 2, PROPERTY_expectation);
}
