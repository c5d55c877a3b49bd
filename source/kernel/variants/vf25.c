// SPDX-License-Identifier: MIT
/*
 * VF25: the June fix with arm64's barriers in the helper, as a follow-up put them there (71385b78dbc2).
 *
 * The same callbacks as VJ. The helper now does what set_pte() does for a valid kernel entry: the store is made visible to the
 * walkers, and this CPU's pipeline forgets a "not mapped" that it found ahead of time. All later variants have that too.
 *
 * Costs: two barriers for each page that is mapped, under the lock, and for each recovered fault, on arm64.
 *
 * Claims: the first access to a new page does not fault (C25); most of all not that of a BPF program, which would lose it.
 */
#include "set_june.h"
#include "clear_exchange.h"
#include "scratch_try.h"
