// SPDX-License-Identifier: MIT
/*
 * C52: the user's fault takes its reference to the page under the arena's lock and maps it after that. Between the two the page
 * is freed: the zap finds nothing to take away. Then the address is allocated again.
 */
#include <ptelab/scenario_scope.h>

static u32 c52_allocated;

void c52_user(void)
{
	u32 value;

	block_until(&c52_allocated, 1);
	if (!user_read(0, &value))
		lab_result[0] = 1;
}

void c52_free(void)
{
	struct page *page;

	program_begin();
	if (alloc_page_at(0) != NO_PAGE) {
		page = pte_page(leaf_of(0));
		WRITE_ONCE(c52_allocated, 1);

		/* The user's fault has found the page: its own reference, or later that of its mapping. */
		block_until((u32 *)&page->refcount, 2);
		free_pages_at(0, 1);
		lab_result[1] = alloc_page_at(0) != NO_PAGE;
	}
	program_end();
}

void c52_finish(void)
{
	/* Only where the address is in use again: that is the claim. */
	if (lab_result[1])
		lab_check(!user_mapping_is_stale(0), PROPERTY_user_mapping_stale);
}
