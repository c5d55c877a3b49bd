/**
 * m68k with the MMU of the 68040 (arch-facts.md 3.12): three levels of small tables, 32-bit big-endian entries, used and
 * modified bits set by the walker.
 */
import type {Arch, Field, Level} from '../arch.ts';
import {walkRegisters} from './registers.ts';

const resident = 1n << 0n;
const writeProtected = 1n << 2n;
const used = 1n << 3n;
const modified = 1n << 4n;
const copyback = 1n << 5n;
const tableType = 2n;

const fields: Field[] = [
	{name: 'PDT', low: 0, high: 1, text: '1 and 3 are a page, 2 points to the descriptor, 0 is invalid'},
	{name: 'W', low: 2, high: 2, text: 'write protected'},
	{name: 'U', low: 3, high: 3, text: 'used, set by the walker'},
	{name: 'M', low: 4, high: 4, text: 'modified, set by the walker on a write'},
	{name: 'CM', low: 5, high: 6, text: 'cache mode; 1 is copyback'},
	{name: 'S', low: 7, high: 7, text: 'supervisor only'},
	{name: 'U0', low: 8, high: 8, text: 'left to software'},
	{name: 'U1', low: 9, high: 9, text: 'left to software'},
	{name: 'G', low: 10, high: 10, text: 'global: kept by a flush of all others'},
	{name: 'UR', low: 11, high: 11, text: 'left to software'},
	{name: 'frame', low: 12, high: 31, text: 'physical address bits 12 to 31'},
];

/** A level whose entries point to tables of so many bytes (as log2). */
function upper(name: string, shift: number, tableShift: number): Level {
	return {
		name,
		shift,
		bits: 7,
		entryBytes: 4,
		empty: 0n,
		table: {mask: 2n, value: tableType},
		tableAddressMask: 0xffff_ffffn & ~((1n << BigInt(tableShift)) - 1n),
		tableFlags: tableType,
		removesWrite: {mask: writeProtected, value: writeProtected},
		tableFields: [
			{name: 'UDT', low: 0, high: 1, text: '2 and 3 are a table, 0 and 1 are invalid'},
			{name: 'W', low: 2, high: 2, text: 'everything below is write protected'},
			{name: 'U', low: 3, high: 3, text: 'used'},
			{name: 'ignored4', low: 4, high: tableShift - 1, text: 'ignored'},
			{name: 'table', low: tableShift, high: 31, text: `address of the next table, bits ${tableShift} to 31`},
		],
	};
}

const page = {mask: resident, value: resident};
const readWrite = resident | used | modified | copyback;

export const modes: Arch[] = [
	{
		id: 'm68k',
		family: 'm68k',
		text: 'm68k (68040), 3 levels, 32-bit big-endian entries, 4 KiB pages',
		triple: 'powerpc-linux-gnu',
		pointerBits: 32,
		bigEndian: true,
		notes: [
			'upstream has no arena on 32-bit machines; this one has 64 MiB of address space',
			'compiled with the borrowed triple powerpc-linux-gnu: that of m68k aligns words to 2 bytes, which the atomics here cannot have',
			'Linux runs one processor of it; several here share memory, and a flush goes to the others by IPI',
			'the walker sets used and modified, in the leaf only, and caches nothing that is not resident (both UNVERIFIED)',
			'kernel and user space have separate roots and the kernel leaves S clear: a valid entry is open to its own space',
			'indirect descriptors are taken for invalid',
		],
		pageShift: 12,
		physOffset: 0n,
		// high_memory + 8 MiB with 48 MiB of memory: user space is another address space, so it may be low.
		vmallocStart: 0x0380_0000n,
		userStart: 0x8000_0000n,
		vaBits: 32,
		signExtended: false,
		levels: [
			upper('pgd', 25, 9),
			upper('pmd', 18, 8),
			{name: 'pte', shift: 12, bits: 6, entryBytes: 4, empty: 0n, leaf: page},
		],
		leafAddressMask: 0xffff_f000n,
		leafAddressShift: 0,
		fields,
		hardware: {
			valid: page,
			writable: {mask: writeProtected, value: 0n},
			user: null,
			accessedMask: used,
			dirtyMask: modified,
			setsAccessedDirty: 'hardware',
		},
		pageKernel: readWrite,
		pageUser: readWrite,
		noneIgnores: 0n,
		notPresentCached: 'no',
		breakBeforeMake: false,
		flush: 'ipi',
		clear: 'split',
		upstream: {trySet: false, faultHook: false, arena: false},
		defines: {},
		walkRegisters,
		vectors: [{pfn: 0x12345n, value: 0x1234_5039n}],
	},
];
