// SPDX-License-Identifier: MIT
/* C3, where its limits are: another writer of the same entry uses a plain store. The two meet in a data race. */
#include <ptelab/scenario_writers.h>

void c3_plain_store(void)
{
	leaf_pointer(0)->pte = pte_val(mk_pte(take_page(0), PAGE_KERNEL));
}

/* Recovery reads the entry, and fills it if it is empty. */
void c3_plain_fault(void)
{
	program_begin();
	kfunc_read(0);
	program_end();
}
