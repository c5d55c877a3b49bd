// SPDX-License-Identifier: MIT
/* What the compiler may call for structures, and what kernel code calls itself. */
#include <linux/string.h>

#define WORD	sizeof(unsigned long)

static __always_inline bool both_aligned(const void *a, const void *b)
{
	return (((unsigned long)a | (unsigned long)b) & (WORD - 1)) == 0;
}

void *memset(void *s, int c, size_t count)
{
	unsigned long pattern = (~0ul / 255) * (u8)c;
	u8 *byte = s;

	for (; count && (unsigned long)byte & (WORD - 1); count--)
		*byte++ = (u8)c;
	for (; count >= WORD; count -= WORD, byte += WORD)
		*(unsigned long *)byte = pattern;
	for (; count; count--)
		*byte++ = (u8)c;
	return s;
}

void *memcpy(void *dest, const void *src, size_t count)
{
	const u8 *from = src;
	u8 *to = dest;

	if (both_aligned(dest, src))
		for (; count >= WORD; count -= WORD, to += WORD, from += WORD)
			*(unsigned long *)to = *(const unsigned long *)from;
	for (; count; count--)
		*to++ = *from++;
	return dest;
}

void *memmove(void *dest, const void *src, size_t count)
{
	const u8 *from = src;
	u8 *to = dest;

	if ((unsigned long)to - (unsigned long)from >= count)
		return memcpy(dest, src, count);
	while (count) {
		count--;
		to[count] = from[count];
	}
	return dest;
}

int memcmp(const void *a, const void *b, size_t count)
{
	const u8 *left = a, *right = b;

	for (; count; count--, left++, right++)
		if (*left != *right)
			return *left - *right;
	return 0;
}
