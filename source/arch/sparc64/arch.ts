/**
 * sparc64 (arch-facts.md 3.10): 8 KiB pages, big-endian, upper levels of bare physical addresses, and a TLB that the kernel
 * fills from a table of translations in memory (TSB), into which only valid entries get. Two formats of entries: sun4v, as
 * hypervised machines have it, and sun4u.
 */
import type {Arch, Field, Level} from '../arch.ts';

const valid = 1n << 63n;
const huge = 1n << 56n;

const common: Field[] = [
	{name: 'HUGE', low: 56, high: 56, text: 'the entry maps memory itself, in an upper level'},
	{name: 'SPECIAL', low: 57, high: 57, text: 'no struct page, for software'},
];

const sun4v: Field[] = [
	{name: 'SIZE', low: 0, high: 3, text: 'page size: 0 is 8 KiB'},
	{name: 'PRESENT', low: 4, high: 4, text: 'present, for software'},
	{name: 'SW5', low: 5, high: 5, text: 'left to software'},
	{name: 'W', low: 6, high: 6, text: 'writable'},
	{name: 'EXEC', low: 7, high: 7, text: 'instructions may be fetched'},
	{name: 'P', low: 8, high: 8, text: 'privileged: not for user space'},
	{name: 'CV', low: 9, high: 9, text: 'cacheable in a virtually indexed cache'},
	{name: 'CP', low: 10, high: 10, text: 'cacheable in a physically indexed cache'},
	{name: 'E', low: 11, high: 11, text: 'side effect'},
	{name: 'IE', low: 12, high: 12, text: 'invert byte order'},
	{name: 'frame', low: 13, high: 55, text: 'physical address bits 13 to 55'},
	...common,
	{name: 'WRITE', low: 58, high: 58, text: 'writable, for software'},
	{name: 'READ', low: 59, high: 59, text: 'readable, for software'},
	{name: 'ACCESSED', low: 60, high: 60, text: 'accessed, for software'},
	{name: 'MODIFIED', low: 61, high: 61, text: 'dirty, for software'},
	{name: 'NFO', low: 62, high: 62, text: 'for loads that do not fault only'},
	{name: 'VALID', low: 63, high: 63, text: 'valid: the kernel puts it into the TLB'},
];

const sun4u: Field[] = [
	{name: 'G', low: 0, high: 0, text: 'global'},
	{name: 'W', low: 1, high: 1, text: 'writable'},
	{name: 'P', low: 2, high: 2, text: 'privileged: not for user space'},
	{name: 'E', low: 3, high: 3, text: 'side effect'},
	{name: 'CV', low: 4, high: 4, text: 'cacheable in a virtually indexed cache'},
	{name: 'CP', low: 5, high: 5, text: 'cacheable in a physically indexed cache'},
	{name: 'L', low: 6, high: 6, text: 'locked in the TLB'},
	{name: 'PRESENT', low: 7, high: 7, text: 'present, for software'},
	{name: 'WRITE', low: 8, high: 8, text: 'writable, for software'},
	{name: 'READ', low: 9, high: 9, text: 'readable, for software'},
	{name: 'ACCESSED', low: 10, high: 10, text: 'accessed, for software'},
	{name: 'MODIFIED', low: 11, high: 11, text: 'dirty, for software'},
	{name: 'EXEC', low: 12, high: 12, text: 'executable, for software'},
	{name: 'frame', low: 13, high: 42, text: 'physical address bits 13 to 42'},
	{name: 'reserved', low: 43, high: 55, text: 'reserved and size bits'},
	...common,
	{name: 'SW58', low: 58, high: 58, text: 'left to software'},
	{name: 'IE', low: 59, high: 59, text: 'invert byte order'},
	{name: 'NFO', low: 60, high: 60, text: 'for loads that do not fault only'},
	{name: 'SIZE', low: 61, high: 62, text: 'page size: 0 is 8 KiB'},
	{name: 'VALID', low: 63, high: 63, text: 'valid: the kernel puts it into the TLB'},
];

const tableFields: Field[] = [
	{name: 'table', low: 0, high: 55, text: 'physical address of the next table; 0 is none'},
	{name: 'HUGE', low: 56, high: 56, text: 'clear in a pointer to a table'},
	{name: 'high', low: 57, high: 63, text: 'zero'},
];

/** An upper level: any value but zero is a table's address. */
function upper(name: string, shift: number): Level {
	return {
		name,
		shift,
		bits: 10,
		entryBytes: 8,
		empty: 0n,
		table: {mask: 0n, value: 0n},
		tableAddressMask: 0x00ff_ffff_ffff_ffffn,
		tableFlags: 0n,
		tableFields,
	};
}

function upperWithHuge(name: string, shift: number): Level {
	return {
		...upper(name, shift),
		table: {mask: huge, value: 0n},
		leaf: {mask: huge | valid, value: huge | valid},
	};
}

/** What differs between the two formats. */
interface Format {
	fields: Field[];
	frame: bigint;
	writable: bigint;
	privileged: bigint;
	kernel: bigint;
	vector: bigint;
}

const formats: Record<'sun4v' | 'sun4u', Format> = {
	sun4v: {
		fields: sun4v,
		frame: 0x00ff_ffff_ffff_e000n,
		writable: 0x40n,
		privileged: 0x100n,
		kernel: 0xbc00_0000_0000_07d0n,
		vector: 0xbc00_0000_2468_a7d0n,
	},
	sun4u: {
		fields: sun4u,
		frame: 0x0000_07ff_ffff_e000n,
		writable: 2n,
		privileged: 4n,
		kernel: 0x8000_0000_0000_1fb6n,
		vector: 0x8000_0000_2468_bfb6n,
	},
};

function mode(type: 'sun4v' | 'sun4u'): Arch {
	const {fields, frame, writable, privileged, kernel, vector} = formats[type];
	const leaf = {mask: valid, value: valid};

	return {
		id: type === 'sun4v' ? 'sparc64' : 'sparc64-sun4u',
		family: 'sparc64',
		text: `sparc64 (${type}), 4 levels, 8 KiB pages, 53-bit, big-endian`,
		triple: 'sparc64-linux-gnu',
		pointerBits: 64,
		bigEndian: true,
		notes: [
			'setting: the cross call of a kernel flush waits for the others, so it must not be made with interrupts off (unverified)',
			'one TSB of kernel translations for all CPUs; user translations have none here, and the explorer has none at all',
			'memory begins at 1 GiB: a table at physical address 0 would be none',
			'accessed and dirty are software bits, set by the fault path; kernel entries are born with both',
		],
		pageShift: 13,
		physOffset: 0x4000_0000n,
		vmallocStart: 0x1_0000_0000n,
		userStart: 0x7f00_0000_0000n,
		vaBits: 53,
		signExtended: true,
		levels: [
			upper('pgd', 43),
			upperWithHuge('pud', 33),
			upperWithHuge('pmd', 23),
			{name: 'pte', shift: 13, bits: 10, entryBytes: 8, empty: 0n, leaf},
		],
		leafAddressMask: frame,
		leafAddressShift: 0,
		fields,
		hardware: {
			valid: leaf,
			writable: {mask: writable, value: writable},
			user: {mask: privileged, value: 0n},
			accessedMask: 0n,
			dirtyMask: 0n,
			setsAccessedDirty: 'software',
		},
		pageKernel: kernel,
		pageUser: kernel & ~privileged,
		noneIgnores: 0n,
		notPresentCached: 'no',
		breakBeforeMake: false,
		flush: 'ipi',
		clear: 'split',
		upstream: {trySet: false, faultHook: false, arena: false},
		defines: type === 'sun4v' ? {} : {LAB_SPARC_SUN4U: '1'},
		vectors: [{pfn: 0x12345n, value: vector}],
		tsb: true,
	};
}

export const modes: Arch[] = [mode('sun4v'), mode('sun4u')];
