/**
 * arm64 (arch-facts.md 3.3): 4, 16 and 64 KiB pages with several widths of virtual addresses, each with
 * CONFIG_ARM64_CONTPTE, which brings `ptep_try_set`, and without it, where the fault hook stays wired but the helper is the
 * stub (claim C22). Everything follows from page size and widths; there is one description.
 */
import type {Arch, Level} from '../arch.ts';
import {type Layout, leafFields, tableFields} from './fields.ts';
import {walkRegisters} from './registers.ts';

/** Parameters of a mode. */
interface Geometry extends Layout {
	/** Of the mode with contiguous-PTE support. */
	id: string;
	vaBits: number;
	/** `pte_val` of PAGE_KERNEL for frame 0x12345, computed from the constants of arch-facts.md 3.3. */
	vector: bigint;
}

const valid = 1n << 0n;
const tableOrPage = 1n << 1n;
const user = 1n << 6n;
const readOnly = 1n << 7n;
const innerShareable = 3n << 8n;
const accessFlag = 1n << 10n;
const notGlobal = 1n << 11n;
const dbm = 1n << 51n;
const pxn = 1n << 53n;
const uxn = 1n << 54n;
const softDirty = 1n << 55n;

const page = {mask: valid | tableOrPage, value: valid | tableOrPage};
const block = {mask: valid | tableOrPage, value: valid};
const fourGiB = 1n << 32n;

/** Bits of a descriptor that are an address in place. With 48-bit physical addresses bits 48 and 49 are reserved. */
function addressMask({pageShift, paBits}: Layout): bigint {
	const top = paBits === 52 ? 50n : 48n;
	return (1n << top) - (1n << BigInt(pageShift));
}

/** Kernel names of the levels, root first. */
const levelNames: Record<number, readonly string[]> = {
	2: ['pgd', 'pte'],
	3: ['pgd', 'pmd', 'pte'],
	4: ['pgd', 'pud', 'pmd', 'pte'],
	5: ['pgd', 'p4d', 'pud', 'pmd', 'pte'],
};

/**
 * Whether descriptors so many levels above the page may map a block: one level above always, two and, with 52-bit addresses,
 * three above with 4 KiB pages, and two above with larger pages and 52-bit addresses (Arm ARM, VMSAv8-64 block sizes; not in
 * arch-facts.md).
 */
function mayMapBlock({pageShift, paBits}: Layout, above: number): boolean {
	const highest = (pageShift === 12 ? 2 : 1) + (paBits === 52 ? 1 : 0);
	return above <= highest;
}

/** A table fills a page; the root has what is left of the address. */
function makeLevels(geometry: Geometry): Level[] {
	const {pageShift, vaBits} = geometry;
	const tableBits = pageShift - 3;
	const count = Math.ceil((vaBits - pageShift) / tableBits);
	return (levelNames[count] ?? []).map((name, number): Level => {
		const above = count - 1 - number;
		const shift = pageShift + above * tableBits;
		const level = {name, shift, bits: Math.min(tableBits, vaBits - shift), entryBytes: 8, empty: 0n} as const;
		if (above === 0) {
			return {...level, leaf: page};
		}
		return {
			...level,
			table: page,
			tableAddressMask: addressMask(geometry),
			tableFlags: valid | tableOrPage,
			removesWrite: {mask: 1n << 62n, value: 1n << 62n},
			removesUser: {mask: 1n << 61n, value: 1n << 61n},
			tableFields: tableFields(geometry),
			...(mayMapBlock(geometry, above)
				? {leaf: block, blockFields: leafFields(geometry, 'clear in a block')}
				: {}),
		};
	});
}

/**
 * The kernel's VMALLOC_START is 2 GiB above the middle of its half, which for wider addresses is that of 48 bits; this is the
 * next multiple of 4 GiB.
 */
function vmallocStart(vaBits: number): bigint {
	return (1n << 64n) - (1n << BigInt(Math.min(vaBits, 48) - 1)) + fourGiB;
}

/** Close to the end of what a process can have, as mmap() goes. */
function userStart(vaBits: number): bigint {
	return vaBits < 47 ? (1n << BigInt(vaBits)) - 2n * fourGiB : 0x7f00_0000_0000n;
}

function makeMode(geometry: Geometry): Arch {
	const {id, pageShift, vaBits, paBits, vector} = geometry;
	const levels = makeLevels(geometry);
	// With 52-bit addresses the shareability is set for all of memory, in the control register.
	const shared = valid | tableOrPage | accessFlag | (paBits === 52 ? 0n : innerShareable);
	return {
		id,
		family: 'arm64',
		text: `arm64, ${levels.length} levels, ${2 ** (pageShift - 10)} KiB pages, ${vaBits}-bit, contiguous-PTE support`,
		triple: 'aarch64-linux-gnu',
		pointerBits: 64,
		bigEndian: false,
		notes: [
			'a core without hardware updates of the access flag and the dirty state',
			...(paBits === 52
				? ['physical addresses of 52 bits (LPA2), as virtual ones of 52 bits need them']
				: []),
		],
		pageShift,
		physOffset: 0x4000_0000n,
		vmallocStart: vmallocStart(vaBits),
		userStart: userStart(vaBits),
		vaBits,
		signExtended: true,
		splitRoots: true,
		levels,
		leafAddressMask: addressMask(geometry),
		leafAddressShift: 0,
		...(paBits === 52 ? {highAddress: {mask: 3n << 8n, shift: 42}} : {}),
		// 48 MiB are 700 pages of 64 KiB: less than the CPUs' own lists and the programs can hold at a time.
		...(pageShift === 16 ? {memoryBytes: 128 * 1024 * 1024} : {}),
		fields: leafFields(geometry, 'the descriptor maps a page'),
		hardware: {
			valid: page,
			writable: {mask: readOnly, value: 0n},
			user: {mask: user, value: user},
			accessedMask: accessFlag,
			dirtyMask: 0n,
			setsAccessedDirty: 'fault',
		},
		pageKernel: shared | dbm | pxn | uxn | softDirty,
		pageUser: shared | user | notGlobal | dbm | pxn | uxn | softDirty,
		noneIgnores: 0n,
		notPresentCached: 'pipeline',
		breakBeforeMake: true,
		flush: 'broadcast',
		clear: 'atomic',
		upstream: {trySet: true, faultHook: true, arena: true},
		defines: {
			CONFIG_ARM64_VA_BITS: String(vaBits),
			CONFIG_ARM64_PA_BITS: String(paBits),
			CONFIG_ARM64_CONTPTE: '1',
		},
		vectors: [{pfn: 0x12345n, value: vector}],
		walkRegisters: walkRegisters(geometry),
	};
}

/** The mode without contiguous-PTE support, otherwise the same. */
function withoutContpte(mode: Arch): Arch {
	const {CONFIG_ARM64_CONTPTE, ...defines} = mode.defines;
	return {
		...mode,
		id: `${mode.id}-nocontpte`,
		text: mode.text.replace(
			'contiguous-PTE support',
			'no contiguous-PTE support: hook wired, helper the stub',
		),
		upstream: {...mode.upstream, trySet: false},
		defines,
	};
}

const geometries: Geometry[] = [
	{id: 'arm64', pageShift: 12, vaBits: 48, paBits: 48, vector: 0x00e8_0000_1234_5703n},
	{id: 'arm64-4k-39', pageShift: 12, vaBits: 39, paBits: 48, vector: 0x00e8_0000_1234_5703n},
	{id: 'arm64-4k-52', pageShift: 12, vaBits: 52, paBits: 52, vector: 0x00e8_0000_1234_5403n},
	{id: 'arm64-16k-47', pageShift: 14, vaBits: 47, paBits: 48, vector: 0x00e8_0000_48d1_4703n},
	{id: 'arm64-16k-48', pageShift: 14, vaBits: 48, paBits: 48, vector: 0x00e8_0000_48d1_4703n},
	{id: 'arm64-64k-42', pageShift: 16, vaBits: 42, paBits: 48, vector: 0x00e8_0001_2345_0703n},
	{id: 'arm64-64k-48', pageShift: 16, vaBits: 48, paBits: 48, vector: 0x00e8_0001_2345_0703n},
];

export const modes: Arch[] = geometries.map(makeMode).flatMap(mode => [mode, withoutContpte(mode)]);
