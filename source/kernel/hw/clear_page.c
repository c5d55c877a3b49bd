// SPDX-License-Identifier: MIT
/*
 * Zeroes a page frame the way a CPU's own instruction for it does. The address must be direct.
 */
#include <linux/mm.h>

void clear_page(void *to)
{
	unsigned long *word = to;
	unsigned long *end = word + PAGE_SIZE / sizeof(*word);

	for (; word < end; word += 8) {
		word[0] = 0;
		word[1] = 0;
		word[2] = 0;
		word[3] = 0;
		word[4] = 0;
		word[5] = 0;
		word[6] = 0;
		word[7] = 0;
	}
}
