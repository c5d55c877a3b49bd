// SPDX-License-Identifier: MIT
/* The helpers as upstream has them, for variants that say nothing of their own. */
#define CANDIDATE_SLOT	__weak

#include <ptelab/candidate_slots.h>
