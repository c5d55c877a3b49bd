/**
 * LoongArch64 (arch-facts.md 3.7), with 16 KiB pages and three levels (the default) and with 4 KiB and four. Empty entries of
 * kernel tables hold G, the upper levels hold kernel pointers, and one TLB entry maps two pages, so a half that is not there is
 * remembered with its neighbour.
 */
import type {Arch, Field, Level} from '../arch.ts';
import {walkRegisters} from './registers.ts';

const valid = 1n << 0n;
const dirty = 1n << 1n;
const userLevel = 3n << 2n;
const cached = 1n << 4n;
const global = 1n << 6n;
const present = 1n << 7n;
const write = 1n << 8n;
const noExecute = 1n << 62n;
/** A pointer of the direct map: 0x9000 and the physical address. */
const prefix = 0x9000_0000_0000_0000n;
const prefixMask = 0xffff_0000_0000_0000n;

const lowFields: Field[] = [
	{name: 'VALID', low: 0, high: 0, text: 'valid for the TLB; for the kernel also accessed'},
	{name: 'DIRTY', low: 1, high: 1, text: 'hardware allows stores'},
	{name: 'PLV', low: 2, high: 3, text: 'least privileged level that may use it: 3 is user space'},
	{name: 'CACHE', low: 4, high: 5, text: 'memory type: 1 is coherent and cached'},
];
const middleFields: Field[] = [
	{name: 'PRESENT', low: 7, high: 7, text: 'present, for software'},
	{name: 'WRITE', low: 8, high: 8, text: 'writable, for software'},
	{name: 'MODIFIED', low: 9, high: 9, text: 'dirty, for software'},
	{name: 'PROTNONE', low: 10, high: 10, text: 'present without access, for software'},
	{name: 'SPECIAL', low: 11, high: 11, text: 'no struct page, for software'},
];
const highFields: Field[] = [
	{name: 'SW48', low: 48, high: 59, text: 'left to software'},
	{name: 'INVALID', low: 60, high: 60, text: 'present but invalid, for software'},
	{name: 'NR', low: 61, high: 61, text: 'not readable'},
	{name: 'NX', low: 62, high: 62, text: 'no instruction fetch'},
	{name: 'RPLV', low: 63, high: 63, text: 'for that privilege level only'},
];

/** Fields of a page whose frame begins at bit `from`. */
const leafFields = (from: number): Field[] => [
	...lowFields,
	{name: 'GLOBAL', low: 6, high: 6, text: 'in every address space, if both halves of the pair say so'},
	...middleFields,
	...(from === 12 ? [] : [{name: 'low', low: 12, high: from - 1, text: 'zero with pages of this size'}]),
	{name: 'frame', low: from, high: 47, text: `physical address bits ${from} to 47`},
	...highFields,
];

const hugeFields: Field[] = [
	...lowFields,
	{name: 'HUGE', low: 6, high: 6, text: 'the entry maps memory itself'},
	...middleFields,
	{name: 'HGLOBAL', low: 12, high: 12, text: 'global'},
	{name: 'low', low: 13, high: 20, text: 'zero in a page of this size'},
	{name: 'frame', low: 21, high: 47, text: 'physical address, from the size of the page on'},
	...highFields,
];

const tableFields: Field[] = [
	{name: 'offset', low: 0, high: 5, text: 'zero: tables are page aligned'},
	{name: 'HUGE', low: 6, high: 6, text: 'clear in a pointer to a table'},
	{name: 'offset7', low: 7, high: 11, text: 'zero: tables are page aligned'},
	{
		name: 'table',
		low: 12,
		high: 47,
		text: 'kernel pointer: physical address of the next table, bits 12 to 47',
	},
	{name: 'prefix', low: 48, high: 63, text: 'kernel pointer: 0x9000, the cached direct map'},
];

function upper(name: string, shift: number, bits: number): Level {
	return {
		name,
		shift,
		bits,
		entryBytes: 8,
		empty: 0n,
		table: {mask: prefixMask | global, value: prefix},
		tableAddressMask: 0x0000_ffff_ffff_f000n,
		tableFlags: prefix,
		tableFields,
		blockFields: hugeFields,
	};
}

function mode(pageShift: 12 | 14): Arch {
	const small = pageShift === 12;
	const bits = pageShift - 3;
	const leaf = {mask: valid, value: valid};
	const pmdShift = pageShift + bits;
	const above = small ? [upper('pgd', 39, bits), upper('pud', 30, bits)] : [upper('pgd', 36, bits)];

	const levels: Level[] = [
		...above,
		{...upper('pmd', pmdShift, bits), leaf: {mask: global | valid, value: global | valid}},
		{name: 'pte', shift: pageShift, bits, entryBytes: 8, empty: global, leaf},
	];
	return {
		id: small ? 'loongarch64-4k' : 'loongarch64',
		family: 'loongarch64',
		text: small
			? 'LoongArch64, 4 levels, 4 KiB pages, 48-bit'
			: 'LoongArch64, 3 levels, 16 KiB pages, 47-bit',
		triple: 'loongarch64-linux-gnu',
		pointerBits: 64,
		bigEndian: false,
		notes: [
			'upper levels hold kernel pointers (0x9000 and the physical address) and, where empty, one of the invalid tables; the lab maps the pointer of table t to its direct address t less the prefix and PHYS_OFFSET',
			'setting: no page-table walker in hardware (PTW), so VALID and D are set by exception code; kernel entries are born with both',
			'that an entry is global only if both halves are (unverified) has no effect here: there is one address space ID',
			'flushes go by IPI',
		],
		pageShift,
		physOffset: 0n,
		// vm_map_base + 32 MiB + 2 pages + 2 GiB, and then the next multiple of 4 GiB.
		vmallocStart: small ? 0xffff_0001_0000_0000n : 0xffff_8001_0000_0000n,
		userStart: 0x7f00_0000_0000n,
		vaBits: small ? 48 : 47,
		signExtended: true,
		splitRoots: true,
		levels,
		leafAddressMask: small ? 0x0000_ffff_ffff_f000n : 0x0000_ffff_ffff_c000n,
		leafAddressShift: 0,
		fields: leafFields(pageShift),
		hardware: {
			valid: leaf,
			writable: {mask: dirty, value: dirty},
			user: {mask: userLevel, value: userLevel},
			accessedMask: 0n,
			dirtyMask: 0n,
			setsAccessedDirty: 'software',
		},
		pageKernel: valid | dirty | cached | global | present | write,
		pageUser: valid | dirty | userLevel | cached | present | write | noExecute,
		noneIgnores: global,
		notPresentCached: 'yes',
		breakBeforeMake: false,
		flush: 'ipi',
		clear: 'split',
		upstream: {trySet: false, faultHook: false, arena: true},
		defines: {CONFIG_PGTABLE_LEVELS: small ? '4' : '3'},
		walkRegisters: walkRegisters(levels, pageShift),
		globals: invalidTables(small ? 3 : 2, pageShift),
		vectors: small ? [{pfn: 0x12345n, value: 0x1234_51d3n}] : [{pfn: 0x1234n, value: 0x048d_01d3n}],
		pairTlb: true,
		installWindow: true,
		checksSpurious: true,
		invalidTables: 'lab_invalid_tables',
	};
}

/** Room for the tables that empty upper entries point to. */
function invalidTables(count: number, pageShift: number): string[] {
	const bytes = 2 ** pageShift;
	return [
		`/* What empty entries of the upper levels point to: the last level's first. */\nu64 lab_invalid_tables[${(count * bytes) / 8}] __attribute__((aligned(${bytes})));`,
	];
}

export const modes: Arch[] = [mode(14), mode(12)];
