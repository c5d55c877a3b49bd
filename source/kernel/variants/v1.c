// SPDX-License-Identifier: MIT
/*
 * V1: the first public version (17 May 2026, where the helper was called ptep_try_install()).
 *
 * A kernel fault fills the empty entry with the scratch page, atomically and without a lock. Set and clear are as before,
 * but clear knows scratch from a page that somebody owns.
 *
 * Claims: no lock is needed to fill an empty entry (C3); real allocations overwrite scratch (C8, which the check for an empty
 * entry makes untrue); free never frees scratch (C11). Between set's check and its store scratch can slip in and is
 * overwritten (C5), and between clear's read and its store something might be lost (C10).
 */
/* arm64's helper had none until after the June fix. */
#define LAB_TRY_SET_NO_BARRIER

#include "set_plain.h"
#include "clear_plain.h"
#include "scratch_try.h"
