// SPDX-License-Identifier: MIT
/*
 * C43: a kfunc writes to a page of the arena that is mapped read-only. That is a permission fault, not a missing page, so
 * recovery is not asked, and must not be: it could not help, and the access would fault for ever.
 */
#include <ptelab/scenario_scope.h>

void c43_kfunc(void)
{
	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		make_read_only(0);
		lab_result[0] = kfunc_read(0);
		kfunc_write(0, 1);
	}
	program_end();
}
