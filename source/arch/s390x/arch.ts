/**
 * s390x with a region-third or a region-second table as root (arch-facts.md 3.5): big-endian, 4 KiB pages, 2 KiB page tables of 256 entries,
 * an empty entry that is not zero, and clears that are not atomic. Kernel and user space have separate roots.
 */
import type {Arch, Field, Level} from '../arch.ts';
import {walkRegisters} from './registers.ts';

const softPresent = 1n << 0n;
const softYoung = 1n << 2n;
const softDirty = 1n << 3n;
const softRead = 1n << 4n;
const softWrite = 1n << 5n;
const noExecute = 0x100n;
const protect = 0x200n;
const invalid = 0x400n;
/** Must be zero in a valid page entry: anything else is a specification exception. */
const mustBeZero = 0x800n;

const upperInvalid = 0x20n;
const upperLarge = 0x400n;
const typeMask = 0xcn;
const typeRegion2 = 0x8n;
const typeRegion3 = 0x4n;
const typeSegment = 0x0n;
/** All four quarters of the next table are there. */
const fullLength = 0x3n;

const fields: Field[] = [
	{name: 'PRESENT', low: 0, high: 0, text: 'present, for software'},
	{name: 'SOFTDIRTY', low: 1, high: 1, text: 'soft dirty, for software'},
	{name: 'YOUNG', low: 2, high: 2, text: 'accessed, for software'},
	{name: 'DIRTY', low: 3, high: 3, text: 'dirty, for software'},
	{name: 'READ', low: 4, high: 4, text: 'readable, for software'},
	{name: 'WRITE', low: 5, high: 5, text: 'writable, for software'},
	{name: 'SPECIAL', low: 6, high: 6, text: 'no struct page, for software'},
	{name: 'UNUSED', low: 7, high: 7, text: 'unused content, for software'},
	{name: 'NOEXEC', low: 8, high: 8, text: 'no instruction fetch'},
	{name: 'PROTECT', low: 9, high: 9, text: 'read only'},
	{name: 'INVALID', low: 10, high: 10, text: 'invalid: an access faults'},
	{name: 'ZERO', low: 11, high: 11, text: 'must be zero in a valid entry'},
	{name: 'frame', low: 12, high: 63, text: 'physical address bits 12 to 63'},
];

const region3Fields: Field[] = [
	{name: 'LENGTH', low: 0, high: 1, text: 'quarters of the next table that exist, less one'},
	{name: 'TYPE', low: 2, high: 3, text: 'table type: 1 is region-third'},
	{name: 'ignored4', low: 4, high: 4, text: 'ignored by the walker'},
	{name: 'INVALID', low: 5, high: 5, text: 'invalid: an access faults'},
	{name: 'OFFSET', low: 6, high: 7, text: 'quarters of the next table missing at its start'},
	{name: 'NOEXEC', low: 8, high: 8, text: 'no instruction fetch from anything below'},
	{name: 'PROTECT', low: 9, high: 9, text: 'no write to anything below'},
	{name: 'LARGE', low: 10, high: 10, text: 'the entry maps memory itself'},
	{name: 'ignored11', low: 11, high: 11, text: 'ignored by the walker'},
	{name: 'table', low: 12, high: 63, text: 'physical address of the segment table, bits 12 to 63'},
];

const region2Fields: Field[] = region3Fields.map(field => {
	switch (field.name) {
		case 'TYPE':
			return {...field, text: 'table type: 2 is region-second'};
		case 'LARGE':
			return {...field, name: 'ignored10', text: 'ignored by the walker'};
		case 'table':
			return {...field, text: 'physical address of the region-third table, bits 12 to 63'};
		default:
			return field;
	}
});

const segmentFields: Field[] = [
	{name: 'ignored0', low: 0, high: 1, text: 'ignored by the walker'},
	{name: 'TYPE', low: 2, high: 3, text: 'table type: 0 is segment'},
	{name: 'COMMON', low: 4, high: 4, text: 'common to all address spaces'},
	{name: 'INVALID', low: 5, high: 5, text: 'invalid: an access faults'},
	{name: 'ignored6', low: 6, high: 7, text: 'ignored by the walker'},
	{name: 'NOEXEC', low: 8, high: 8, text: 'no instruction fetch from anything below'},
	{name: 'PROTECT', low: 9, high: 9, text: 'no write to anything below'},
	{name: 'LARGE', low: 10, high: 10, text: 'the entry maps memory itself'},
	{name: 'table', low: 11, high: 63, text: 'physical address of the page table, bits 11 to 63'},
];

const blockFields = (type: string, from: number): Field[] => [
	{name: 'SW', low: 0, high: 1, text: 'left to software'},
	{name: 'TYPE', low: 2, high: 3, text: type},
	{name: 'COMMON', low: 4, high: 4, text: 'common to all address spaces'},
	{name: 'INVALID', low: 5, high: 5, text: 'invalid: an access faults'},
	{name: 'SW6', low: 6, high: 7, text: 'left to software'},
	{name: 'NOEXEC', low: 8, high: 8, text: 'no instruction fetch'},
	{name: 'PROTECT', low: 9, high: 9, text: 'read only'},
	{name: 'LARGE', low: 10, high: 10, text: 'the entry maps memory itself'},
	{name: 'SW11', low: 11, high: from - 1, text: 'software, storage key and reserved bits'},
	{name: 'frame', low: from, high: 63, text: `physical address bits ${from} to 63`},
];

/** A region-third table, under the name that its place gives it: the root, or the level below a region-second one. */
function region3(name: string): Level {
	return {
		name,
		shift: 31,
		bits: 11,
		entryBytes: 8,
		empty: typeRegion3 | upperInvalid,
		table: {mask: upperInvalid | upperLarge | typeMask, value: typeRegion3},
		tableAddressMask: 0xffff_ffff_ffff_f000n,
		tableFlags: typeRegion3 | fullLength,
		leaf: {mask: upperInvalid | upperLarge | typeMask, value: typeRegion3 | upperLarge},
		removesWrite: {mask: protect, value: protect},
		tableFields: region3Fields,
		blockFields: blockFields('table type: 1 is region-third', 31),
	};
}

/** A region-second table: its entries point to region-third tables and map no memory themselves. */
const region2: Level = {
	name: 'pgd',
	shift: 42,
	bits: 11,
	entryBytes: 8,
	empty: typeRegion2 | upperInvalid,
	table: {mask: upperInvalid | typeMask, value: typeRegion2},
	tableAddressMask: 0xffff_ffff_ffff_f000n,
	tableFlags: typeRegion2 | fullLength,
	removesWrite: {mask: protect, value: protect},
	tableFields: region2Fields,
};

const segment: Level = {
	name: 'pmd',
	shift: 20,
	bits: 11,
	entryBytes: 8,
	empty: typeSegment | upperInvalid,
	table: {mask: upperInvalid | upperLarge | typeMask, value: typeSegment},
	tableAddressMask: 0xffff_ffff_ffff_f800n,
	tableFlags: typeSegment,
	leaf: {mask: upperInvalid | upperLarge | typeMask, value: typeSegment | upperLarge},
	removesWrite: {mask: protect, value: protect},
	tableFields: segmentFields,
	blockFields: blockFields('table type: 0 is segment', 20),
};

const page = {mask: invalid | mustBeZero, value: 0n};
const readWrite = softPresent | softYoung | softDirty | softRead | softWrite | noExecute;

/** A mode with these region tables, root first. */
function makeMode(id: string, regions: Level[]): Arch {
	const isLarge = regions.length > 1;
	const vaBits = 31 + 11 * regions.length;
	return {
		id,
		family: 's390x',
		text: `s390x, ${regions.length + 2} levels (region-${isLarge ? 'second' : 'third'} root), 4 KiB pages, big-endian`,
		triple: 's390x-linux-gnu',
		pointerBits: 64,
		bigEndian: true,
		notes: [
			isLarge
				? 'the root is a region-second table: 53-bit addresses, the form the kernel takes when 4 TiB are not enough'
				: 'the root is a region-third table: 42-bit addresses, the form the kernel takes when 4 TiB are enough',
			'kernel and user space have separate roots and no user bit: any valid entry is open to its own space',
			'length and offset of a region entry are ignored; the kernel makes full tables only',
		],
		pageShift: 12,
		physOffset: 0n,
		// 512 GiB below the end, where the kernel's default layout puts it without randomisation.
		vmallocStart: (1n << BigInt(vaBits)) - (1n << 39n),
		userStart: 0x0100_0000_0000n,
		vaBits,
		signExtended: false,
		levels: [
			...regions,
			segment,
			{name: 'pte', shift: 12, bits: 8, entryBytes: 8, empty: invalid, leaf: page},
		],
		leafAddressMask: 0xffff_ffff_ffff_f000n,
		leafAddressShift: 0,
		fields,
		hardware: {
			valid: page,
			writable: {mask: protect, value: 0n},
			user: null,
			accessedMask: 0n,
			dirtyMask: 0n,
			setsAccessedDirty: 'never',
		},
		invalidBit: invalid,
		pageKernel: readWrite,
		pageUser: readWrite,
		noneIgnores: 0n,
		notPresentCached: 'no',
		breakBeforeMake: true,
		flush: 'broadcast',
		clear: 'split',
		upstream: {trySet: false, faultHook: false, arena: true},
		defines: {CONFIG_PGTABLE_LEVELS: String(regions.length + 2)},
		vectors: [{pfn: 0x12345n, value: 0x1234_513dn}],
		walkRegisters: walkRegisters(regions.length),
	};
}

export const modes: Arch[] = [
	makeMode('s390x', [region3('pgd')]),
	makeMode('s390x-region2', [region2, region3('pud')]),
];
