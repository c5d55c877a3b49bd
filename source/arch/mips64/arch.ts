/**
 * mips64 release 2 and later with RIXI (arch-facts.md 3.8), 4 KiB pages, three levels. One TLB entry maps two pages and is
 * global only if both halves say so: who installs a global entry gives its buddy the G bit too, so an empty entry is zero or G.
 */
import type {Arch, Field, Level} from '../arch.ts';

const present = 1n << 0n;
const write = 1n << 1n;
const accessed = 1n << 2n;
const modified = 1n << 3n;
const huge = 1n << 4n;
const noExecute = 1n << 6n;
const global = 1n << 8n;
const valid = 1n << 9n;
const dirty = 1n << 10n;
/** Cacheable, non-coherent write-back by name; the attribute that boot chooses on most machines. */
const cca = 3n << 11n;
/** A pointer of XKPHYS with that attribute: 0x98 and the physical address. */
const prefix = 0x9800_0000_0000_0000n;
const prefixMask = 0xffff_0000_0000_0000n;

const softFields: Field[] = [
	{name: 'PRESENT', low: 0, high: 0, text: 'present, for software'},
	{name: 'WRITE', low: 1, high: 1, text: 'writable, for software'},
	{name: 'ACCESSED', low: 2, high: 2, text: 'accessed, for software'},
	{name: 'MODIFIED', low: 3, high: 3, text: 'dirty, for software'},
	{name: 'HUGE', low: 4, high: 4, text: 'the entry maps memory itself, in an upper level'},
	{name: 'SPECIAL', low: 5, high: 5, text: 'no struct page, for software'},
	{name: 'XI', low: 6, high: 6, text: 'no instruction fetch'},
	{name: 'RI', low: 7, high: 7, text: 'not readable'},
	{name: 'G', low: 8, high: 8, text: 'global, if both halves of the pair say so'},
	{name: 'V', low: 9, high: 9, text: 'valid'},
	{name: 'D', low: 10, high: 10, text: 'hardware allows stores'},
	{name: 'CCA', low: 11, high: 13, text: 'cache attribute: 3 is cached'},
];
const fields: Field[] = [
	...softFields,
	{name: 'frame', low: 14, high: 61, text: 'physical address bits 12 to 59'},
	{name: 'high', low: 62, high: 63, text: 'unused'},
];
const tableFields: Field[] = [
	{name: 'offset', low: 0, high: 3, text: 'zero: tables are page aligned'},
	{name: 'HUGE', low: 4, high: 4, text: 'clear in a pointer to a table'},
	{name: 'offset5', low: 5, high: 11, text: 'zero: tables are page aligned'},
	{
		name: 'table',
		low: 12,
		high: 47,
		text: 'kernel pointer: physical address of the next table, bits 12 to 47',
	},
	{name: 'prefix', low: 48, high: 63, text: 'kernel pointer: 0x9800, the cached direct map'},
];

const leaf = {mask: valid, value: valid};

function upper(name: string, shift: number, bits: number): Level {
	return {
		name,
		shift,
		bits,
		entryBytes: 8,
		empty: 0n,
		table: {mask: prefixMask | huge, value: prefix},
		tableAddressMask: 0x0000_ffff_ffff_f000n,
		tableAddressShift: 0,
		tableFlags: prefix,
		tableFields,
	};
}

export const modes: Arch[] = [
	{
		id: 'mips64',
		family: 'mips64',
		text: 'mips64r2, 3 levels, 4 KiB pages, 40-bit, little-endian',
		triple: 'mips64el-linux-gnuabi64',
		pointerBits: 64,
		bigEndian: false,
		notes: [
			'setting: little-endian, cache attribute 3, RIXI; both are chosen by the machine or at boot',
			'upper levels hold kernel pointers (0x98 and the physical address) and, where empty, one of the invalid tables; the lab maps the pointer of table t to its direct address t less the prefix and PHYS_OFFSET',
			'that a pair is global only if both halves are has no effect here: there is one address space ID',
			'stopping the hardware walker around a clear is not modelled: this machine has none',
			'flushes go by IPI',
		],
		pageShift: 12,
		physOffset: 0n,
		// MAP_BASE is 0xc000000000000000, the area begins two pages later; this is the next multiple of 4 GiB.
		vmallocStart: 0xc000_0001_0000_0000n,
		userStart: 0x7f_0000_0000n,
		vaBits: 40,
		signExtended: false,
		levels: [
			upper('pgd', 30, 10),
			{...upper('pmd', 21, 9), leaf: {mask: huge | valid, value: huge | valid}},
			{name: 'pte', shift: 12, bits: 9, entryBytes: 8, empty: 0n, leaf},
		],
		leafAddressMask: 0x3fff_ffff_ffff_c000n,
		leafAddressShift: -2,
		fields,
		hardware: {
			valid: leaf,
			writable: {mask: dirty, value: dirty},
			user: null,
			accessedMask: 0n,
			dirtyMask: 0n,
			setsAccessedDirty: 'software',
		},
		pageKernel: present | write | accessed | modified | global | valid | dirty | cca,
		pageUser: present | write | accessed | modified | noExecute | valid | dirty | cca,
		noneIgnores: global,
		notPresentCached: 'yes',
		breakBeforeMake: false,
		flush: 'ipi',
		clear: 'split',
		upstream: {trySet: false, faultHook: false, arena: false},
		defines: {},
		globals: [
			'/* What empty entries of the upper levels point to: the last level first. */\nu64 lab_invalid_tables[1024] __attribute__((aligned(4096)));',
		],
		vectors: [{pfn: 0x12345n, value: 0x48d1_5f0fn}],
		kernelHigh: 0xc0_0000n,
		pairTlb: true,
		invalidTables: 'lab_invalid_tables',
	},
];
