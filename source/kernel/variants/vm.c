// SPDX-License-Identifier: MIT
/*
 * VM: as merged (23 May 2026).
 *
 * Clear is one atomic exchange, because the scratch installer writes without the lock. Set stayed as it was before the series,
 * with a word on why its check and its store may be two steps: scratch that comes in between is overwritten, and the page was
 * nobody's when it faulted.
 *
 * Claims: an exchange loses nothing (C10); what set overwrites is only scratch and only the faulting program's concern (C5,
 * C6), though a live entry is repointed (C7). Once scratch is in an entry, every allocation of that page fails (C9).
 */
#define LAB_TRY_SET_NO_BARRIER

#include "set_plain.h"
#include "clear_exchange.h"
#include "scratch_try.h"
