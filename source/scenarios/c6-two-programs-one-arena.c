// SPDX-License-Identifier: MIT
/*
 * C6: two programs share an arena. The one on CPU 1 strays to an address while the one on CPU 0 allocates it, which is no
 * mistake at all, and hands it over. Then CPU 1 has every right to the page.
 */
#include <ptelab/scenario_writers.h>

static u32 handed_over;

void c6_allocate(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		kfunc_write(0, 1);
		WRITE_ONCE(handed_over, 1);
	}
	program_end();
}

/* Before the page is there this is a stray access, afterwards it is a legal one. */
void c6_use(void)
{
	program_begin();
	stray_once(0);
	if (READ_ONCE(handed_over)) {
		entitle(0);
		lab_result[0] = kfunc_read(0);
		lab_check(lab_result[0] == 1, PROPERTY_expectation);
	}
	program_end();
}
