/**
 * Generates the headers that tell the C side about an architecture: `asm/lab_arch.h` (plain macros) and `asm/hw_walk.h`
 * (the result of a hardware walk). The kernel-side accessors take only PAGE_SHIFT and PHYS_OFFSET from here, so that
 * the walker and `pgtable.h` stay two descriptions that can be compared.
 */
import type {Arch, BitTest, Level} from './arch.ts';
import {addressLiteral, comment, define, entryLiteral} from './c-text.ts';
import {tableBytes} from './entry.ts';

const notPresentCached = {no: 0, yes: 1, pipeline: 2} as const;
const accessedDirty = {never: 0, software: 0, hardware: 1, fault: 2} as const;

function flag(value: boolean): number {
	return value ? 1 : 0;
}

function bitTest(name: string, test: BitTest): string[] {
	return [define(`${name}_MASK`, entryLiteral(test.mask)), define(`${name}_VALUE`, entryLiteral(test.value))];
}

/** Macros of one level, numbered from the root: shift, bits, bytes of a table, empty value. */
function levelMacros(level: Level, number: number): string[] {
	return [
		`/* level ${number}: ${level.name} */`,
		define(`LAB_LEVEL${number}_SHIFT`, level.shift),
		define(`LAB_LEVEL${number}_BITS`, level.bits),
		define(`LAB_LEVEL${number}_BYTES`, tableBytes(level)),
		define(`LAB_LEVEL${number}_EMPTY`, entryLiteral(level.empty)),
	];
}

/** Text of the header `asm/lab_arch.h` of a mode. It includes nothing and can be used before `linux/types.h`. */
export function generateConfigHeader(arch: Arch): string {
	const last = arch.levels.at(-1);
	if (last === undefined) {
		throw new Error(`${arch.id}: the description has no levels`);
	}
	return [
		'/* SPDX-License-Identifier: MIT */',
		`/* Generated from the description of ${arch.id}. */`,
		'#ifndef _ASM_LAB_ARCH_H',
		'#define _ASM_LAB_ARCH_H',
		'',
		define('LAB_ARCH_ID', `"${arch.id}"`),
		define('LAB_POINTER_BITS', arch.pointerBits),
		define('LAB_BIG_ENDIAN', flag(arch.bigEndian)),
		'',
		define('PAGE_SHIFT', arch.pageShift),
		define('PAGE_SIZE', '(1UL << PAGE_SHIFT)'),
		define('PAGE_MASK', '(~(PAGE_SIZE - 1))'),
		'',
		comment('Physical address of byte 0 of memory; a direct address is the physical one less this.'),
		define('PHYS_OFFSET', addressLiteral(arch.physOffset)),
		define('LAB_DIRECT_START', '0x10000UL'),
		define('LAB_PHYS_TO_DIRECT(phys)', '((unsigned long)((phys) - PHYS_OFFSET))'),
		define('LAB_DIRECT_TO_PHYS(address)', '((unsigned long)(address) + PHYS_OFFSET)'),
		define('VMALLOC_START', addressLiteral(arch.vmallocStart)),
		define('LAB_USER_START', addressLiteral(arch.userStart)),
		define('LAB_VA_BITS', arch.vaBits),
		define('LAB_KERNEL_ROOT_SHARED', 0),
		'',
		define('LAB_LEVELS', arch.levels.length),
		...arch.levels.flatMap(levelMacros),
		'',
		comment('Entries of the last level, as the hardware sees them.'),
		define('LAB_PTE_BYTES', last.entryBytes),
		define('LAB_EMPTY_PTE', entryLiteral(last.empty)),
		define('LAB_PTE_EMPTY', 'LAB_EMPTY_PTE'),
		define('LAB_NONE_IGNORES', entryLiteral(arch.noneIgnores)),
		define('LAB_PTE_ADDRESS_MASK', entryLiteral(arch.leafAddressMask)),
		define('LAB_PTE_PHYS(raw)', physExpression(arch)),
		...bitTest('LAB_PTE_VALID', arch.hardware.valid),
		...(arch.invalidBit === undefined ? [] : [define('LAB_PTE_INVALID', entryLiteral(arch.invalidBit))]),
		define('LAB_PTE_IS_VALID(raw)', '(((raw) & LAB_PTE_VALID_MASK) == LAB_PTE_VALID_VALUE)'),
		define('LAB_PTE_IS_NONE(raw)', '(((raw) & ~LAB_NONE_IGNORES) == LAB_EMPTY_PTE)'),
		define('LAB_PTE_ACCESSED', entryLiteral(arch.hardware.accessedMask)),
		define('LAB_PTE_DIRTY', entryLiteral(arch.hardware.dirtyMask)),
		comment('Accessed and dirty: 0 the hardware does not look, 1 it sets them, 2 a clear bit faults.'),
		define('LAB_ACCESSED_DIRTY', accessedDirty[arch.hardware.setsAccessedDirty]),
		'',
		comment('May a not-present entry be remembered: 0 no, 1 by the TLB, 2 by the pipeline until an isb.'),
		define('LAB_NOT_PRESENT_CACHED', notPresentCached[arch.notPresentCached]),
		define('LAB_BREAK_BEFORE_MAKE', flag(arch.breakBeforeMake)),
		comment('Kernel-range flushes go by IPI and must not be sent with interrupts off.'),
		define('LAB_FLUSH_IPI', flag(arch.flush === 'ipi')),
		define('LAB_CLEAR_SPLIT', flag(arch.clear === 'split')),
		comment('Upstream state: the helper has an override; the fault hook is wired; the JIT has arenas.'),
		define('LAB_TRY_SET', flag(arch.upstream.trySet)),
		define('LAB_FAULT_HOOK', flag(arch.upstream.faultHook)),
		define('LAB_ARENA_JIT', flag(arch.upstream.arena)),
		'',
		'#endif',
		'',
	].join('\n');
}

/** C expression of the physical address in the last-level entry `raw`. */
function physExpression({leafAddressShift, highAddress}: Arch): string {
	const low = shifted('((raw) & LAB_PTE_ADDRESS_MASK)', leafAddressShift);
	return highAddress === undefined
		? low
		: `(${low} | ${shifted(`((raw) & ${entryLiteral(highAddress.mask)})`, highAddress.shift)})`;
}

function shifted(masked: string, by: number): string {
	if (by === 0) {
		return masked;
	}
	return by > 0 ? `(${masked} << ${by})` : `(${masked} >> ${-by})`;
}

/** Text of the header `asm/hw_walk.h`: the result of a hardware walk. The same for every mode. */
export const hwWalkHeader = `/* SPDX-License-Identifier: MIT */
/* Generated: what the hardware walker of an architecture hands to the MMU. */
#ifndef _ASM_HW_WALK_H
#define _ASM_HW_WALK_H

#include <linux/types.h>

#define HW_VALID		1	/* the address is mapped */
#define HW_WRITABLE		2
#define HW_USER			4	/* user space may use it */
#define HW_ACCESSED		8	/* set, or the entry has no such bit */
#define HW_DIRTY		16	/* set, or the entry has no such bit */
#define HW_BUS_ERROR		32	/* a table pointer outside the machine's memory */
#define HW_NONCANONICAL		64	/* the address itself is malformed */

struct hw_walk {
	u64 entry;		/* raw value of the last entry read */
	unsigned long entry_at;	/* direct address of that entry, 0 if none was read */
	u64 phys;		/* physical address of the byte, when valid */
	u32 level;		/* 0 = root */
	u32 page_shift;		/* of the leaf */
	u32 flags;		/* HW_* */
};

/* Walks the tables from root_phys for address. Returns the flags, also kept in walk. */
u32 hw_walk(u64 root_phys, unsigned long address, struct hw_walk *walk);

/*
 * What the hardware does to the leaf before it uses a valid walk for a read
 * or a write: sets accessed and dirty where the architecture does that. When
 * the entry has changed meanwhile, HW_VALID is taken from walk->flags and the
 * caller has to walk again.
 */
void hw_set_accessed_dirty(struct hw_walk *walk, u32 write);

#endif
`;

/** Text of the header `asm/hw_walk.h`. */
export function generateHwWalkHeader(): string {
	return hwWalkHeader;
}
