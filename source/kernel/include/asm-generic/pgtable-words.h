/* SPDX-License-Identifier: MIT */
/*
 * Entries of two 32-bit words that are stored one by one, as 32-bit processors with large physical
 * addresses have them. The low word, in which the valid bit is, is the one that counts: it comes last
 * in a set and first in a clear, so that no walk takes half an entry for a whole one.
 */
#ifndef _ASM_GENERIC_PGTABLE_WORDS_H
#define _ASM_GENERIC_PGTABLE_WORDS_H

#include <asm-generic/pgtable-types.h>

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LAB_LOW_WORD	1
#else
#define LAB_LOW_WORD	0
#endif
#define LAB_HIGH_WORD	(1 - LAB_LOW_WORD)

static __always_inline u64 lab_pte_word(pte_t *ptep, int number)
{
	return ((const volatile u32 *)ptep)[number];
}

static __always_inline void lab_pte_set_words(pte_t *ptep, u64 new)
{
	u32 *word = (u32 *)ptep;
	u64 high, low;

	lab_access_point();
	high = lab_pte_exchange32(&word[LAB_HIGH_WORD], new >> 32);
	lab_entry_begin();
	low = lab_pte_exchange32(&word[LAB_LOW_WORD], (u32)new);
	lab_pte_stored(ptep, high << 32 | low, new);
}

static __always_inline void lab_pte_clear_words(pte_t *ptep)
{
	u32 *word = (u32 *)ptep;
	u64 high, low;

	lab_entry_begin();
	low = lab_pte_exchange32(&word[LAB_LOW_WORD], 0);
#ifdef LAB_EXPLORE
	/* The rest of the old value as it is in the step that ends here. */
	high = lab_pte_word(ptep, LAB_HIGH_WORD);
	lab_pte_stored(ptep, high << 32 | low, 0);
	lab_pte_exchange32(&word[LAB_HIGH_WORD], 0);
#else
	lab_access_point();
	high = lab_pte_exchange32(&word[LAB_HIGH_WORD], 0);
	lab_pte_stored(ptep, high << 32 | low, 0);
#endif
}

#endif
