// SPDX-License-Identifier: MIT
/*
 * VJ: the fix of June 2026.
 *
 * Set installs with the same helper as the scratch installer. Where it meets scratch, it clears the entry, has every CPU
 * forget it where the architecture demands that (break-before-make), and tries again.
 *
 * Claims: nothing but scratch can be in the way, so what the clear returns need not be looked at (C13); faults may bring
 * scratch back between clear and set (C14), not for ever (C15); arm64's order of steps is kept (C30), x86 needs no flush
 * (C32). Every allocation now goes through a helper that has no barriers on arm64 (C25).
 */
#define LAB_TRY_SET_NO_BARRIER

#include "set_june.h"
#include "clear_exchange.h"
#include "scratch_try.h"
