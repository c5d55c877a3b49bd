/**
 * Generates the hardware walker of an architecture as C, from its description alone. It is part of the machine: compiled as
 * a direct unit, each read of a table entry is one access that other CPUs' stores can come before or after.
 */
import type {Arch, BitTest, Level} from './arch.ts';
import {entryLiteral} from './c-text.ts';

function test(bits: BitTest, value: string): string {
	return `(${value} & ${entryLiteral(bits.mask)}) == ${entryLiteral(bits.value)}`;
}

function shift(masked: string, by: number): string {
	if (by === 0) {
		return masked;
	}
	return by > 0 ? `(${masked}) << ${by}` : `(${masked}) >> ${-by}`;
}

/** The physical address in the entry, of which `mask` has the bits that lie together. */
function addressOf({leafAddressShift, highAddress}: Arch, mask: bigint): string {
	const address = shift(`walk->entry & ${entryLiteral(mask)}`, leafAddressShift);
	return highAddress === undefined
		? address
		: `(${address}) | ${shift(`walk->entry & ${entryLiteral(highAddress.mask)}`, highAddress.shift)}`;
}

/** Condition under which the address is malformed, or null when no address can be. */
function noncanonical(arch: Arch): string | null {
	if (arch.vaBits === arch.pointerBits) {
		return null;
	}
	const ones = `(~0UL >> ${arch.vaBits})`;
	if (arch.splitRoots === true) {
		return `address >> ${arch.vaBits} != 0 && address >> ${arch.vaBits} != ${ones}`;
	}
	if (!arch.signExtended) {
		return `address >> ${arch.vaBits} != 0`;
	}
	const half = `(~0UL >> ${arch.vaBits - 1})`;
	return `address >> ${arch.vaBits - 1} != 0 && address >> ${arch.vaBits - 1} != ${half}`;
}

function readFunction(bytes: 4 | 8): string {
	const type = bytes === 8 ? 'u64' : 'u32';
	return `
/* Reads the entry of a table by its physical address. False when the table is not in memory. */
static inline bool read_entry${bytes}(struct hw_walk *walk, u64 phys, u32 level)
{
	u64 at = phys - PHYS_OFFSET;	/* below memory it wraps and is too large */

	walk->level = level;
	if (at < LAB_DIRECT_START || at > __ptelab_memory_end() - ${bytes}) {
		walk->flags = HW_BUS_ERROR;
		return false;
	}
	walk->entry_at = (unsigned long)at;
	walk->entry = *(const volatile ${type} *)(unsigned long)at;
	return true;
}
`;
}

/** Statements that end the walk in a leaf of this level. */
function leafStatements(arch: Arch, level: Level, indent: string): string[] {
	const size = entryLiteral((1n << BigInt(level.shift)) - 1n);
	return [
		`walk->page_shift = ${level.shift};`,
		`walk->phys = ((${addressOf(arch, arch.leafAddressMask)}) & ~${size}) |`,
		`\t(address & ${size});`,
		'walk->flags = leaf_flags(walk->entry) & allowed;',
		'return walk->flags;',
	].map(line => indent + line);
}

/** Statements for one level: read the entry, then go on to the next table, end in a leaf, or stop. */
function levelStatements(arch: Arch, level: Level, number: number): string[] {
	const index = `(address >> ${level.shift} & ${(1 << level.bits) - 1})`;
	const lines = [
		'',
		`\t/* ${level.name}: bits ${level.shift} to ${level.shift + level.bits - 1} */`,
		`\tif (!read_entry${level.entryBytes}(walk, table + ${index} * ${level.entryBytes}, ${number}))`,
		'\t\treturn walk->flags;',
	];
	if (number === arch.levels.length - 1) {
		lines.push(`\tif (!(${test(arch.hardware.valid, 'walk->entry')}))`, '\t\treturn 0;');
		lines.push(...leafStatements(arch, level, '\t'));
		return lines;
	}
	if (level.leaf !== undefined) {
		lines.push(`\tif (${test(level.leaf, 'walk->entry')}) {`, ...leafStatements(arch, level, '\t\t'), '\t}');
	}
	if (level.table === undefined) {
		throw new Error(`${arch.id}: level ${level.name} has no test for a table entry`);
	}
	lines.push(`\tif (!(${test(level.table, 'walk->entry')}))`, '\t\treturn 0;');
	if (level.removesWrite !== undefined) {
		lines.push(`\tif (${test(level.removesWrite, 'walk->entry')})`, '\t\tallowed &= ~HW_WRITABLE;');
	}
	if (level.removesUser !== undefined) {
		lines.push(`\tif (${test(level.removesUser, 'walk->entry')})`, '\t\tallowed &= ~HW_USER;');
	}
	lines.push(`\ttable = ${addressOf(arch, level.tableAddressMask ?? 0n)};`);
	return lines;
}

/** The function that turns a leaf's bits into HW_* flags. */
function leafFlags(arch: Arch): string {
	const {writable, user, accessedMask, dirtyMask} = arch.hardware;
	const line = (condition: string, name: string) => `\tif (${condition})\n\t\tflags |= ${name};`;
	const always = [
		'HW_VALID',
		...(user === null ? ['HW_USER'] : []),
		...(accessedMask === 0n ? ['HW_ACCESSED'] : []),
		...(dirtyMask === 0n ? ['HW_DIRTY'] : []),
	];
	return [
		'static inline u32 leaf_flags(u64 entry)',
		'{',
		`\tu32 flags = ${always.join(' | ')};`,
		'',
		line(test(writable, 'entry'), 'HW_WRITABLE'),
		...(user === null ? [] : [line(test(user, 'entry'), 'HW_USER')]),
		...(accessedMask === 0n ? [] : [line(`entry & ${entryLiteral(accessedMask)}`, 'HW_ACCESSED')]),
		...(dirtyMask === 0n ? [] : [line(`entry & ${entryLiteral(dirtyMask)}`, 'HW_DIRTY')]),
		'\treturn flags;',
		'}',
	].join('\n');
}

/** The update of accessed and dirty bits: an atomic one where hardware does it, else nothing. */
function accessedDirty(arch: Arch): string {
	if (arch.hardware.setsAccessedDirty !== 'hardware') {
		return [
			'void hw_set_accessed_dirty(struct hw_walk *walk, u32 write)',
			'{',
			'\t(void)walk;',
			'\t(void)write;',
			'}',
		].join('\n');
	}
	const type = arch.levels.at(-1)?.entryBytes === 4 ? 'u32' : 'u64';
	return `void hw_set_accessed_dirty(struct hw_walk *walk, u32 write)
{
	const ${type} both = LAB_PTE_ACCESSED | LAB_PTE_DIRTY;
	const ${type} set = write ? both : LAB_PTE_ACCESSED;
	${type} found = walk->entry;

	while ((found & set) != set) {
		if (__atomic_compare_exchange_n((${type} *)walk->entry_at, &found, found | set, 0,
						__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
			found |= set;
			break;
		}
		/* Another CPU's walker may set the same bits; anything else is a new entry. */
		if ((found ^ walk->entry) & ~both) {
			walk->flags &= ~HW_VALID;
			return;
		}
	}
	walk->entry = found;
	walk->flags |= write ? HW_ACCESSED | HW_DIRTY : HW_ACCESSED;
}`;
}

/**
 * C source of the hardware walker of a mode: `hw_walk` and `hw_set_accessed_dirty` of `asm/hw_walk.h`. It needs
 * `linux/types.h`, `asm/lab_arch.h` and `asm/hw_walk.h`, and never uses `pgtable.h`. Tables outside memory, the
 * unmapped first 64 KiB included, are a bus error; where a leaf points is the caller's to check.
 */
export function generateWalker(arch: Arch): string {
	const malformed = noncanonical(arch);
	const widths = [...new Set(arch.levels.map(level => level.entryBytes))];
	return `// SPDX-License-Identifier: MIT
/* Generated: the hardware page-table walker of ${arch.id}. */
#include <linux/types.h>
#include "asm/lab_arch.h"
#include "asm/hw_walk.h"

unsigned long __ptelab_memory_end(void);
${(arch.globals ?? []).map(line => `\n${line}\n`).join('')}${widths.map(readFunction).join('')}
${leafFlags(arch)}

u32 hw_walk(u64 root_phys, unsigned long address, struct hw_walk *walk)
{
	u64 table = root_phys;
	u32 allowed = ~0U;

	walk->entry = 0;
	walk->entry_at = 0;
	walk->phys = 0;
	walk->level = 0;
	walk->page_shift = 0;
	walk->flags = 0;
${
	malformed === null
		? ''
		: `
	if (${malformed}) {
		walk->flags = HW_NONCANONICAL;
		return walk->flags;
	}
`
}${arch.levels.flatMap((level, number) => levelStatements(arch, level, number)).join('\n')}
}

${accessedDirty(arch)}
`;
}
