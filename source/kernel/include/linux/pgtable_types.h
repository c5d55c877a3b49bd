/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PGTABLE_TYPES_H
#define _LINUX_PGTABLE_TYPES_H

/* What the table holds and what the kernel computes with are of one type here. */
#define hw_pte_t		pte_t
#define __pte_from_hw(pte)	(pte)

#endif
