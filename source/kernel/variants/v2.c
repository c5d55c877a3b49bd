// SPDX-License-Identifier: MIT
/*
 * V2: the second posting (20 May 2026).
 *
 * The helper is called ptep_try_set() from here on, its contract says that it is for kernel tables only, and clear takes the
 * entry with one exchange before it looks at it. What became VM a few days later is the same code with one more remark: that
 * the helper's "zero" is narrower than pte_none().
 *
 * Claims: an exchange loses nothing (C10); free never frees scratch (C11).
 */
#define LAB_TRY_SET_NO_BARRIER

#include "set_plain.h"
#include "clear_exchange.h"
#include "scratch_try.h"
