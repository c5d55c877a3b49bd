/**
 * xtensa (arch-facts.md 3.12): two levels, 32-bit entries, an empty entry that is not zero, and a zero entry that is a mapping.
 * Accessed and dirty bits belong to software.
 */
import type {Arch, Field} from '../arch.ts';

const writable = 1n << 1n;
const writeBack = 1n << 2n;
const cacheMask = 3n << 2n;
const cacheInvalid = 3n << 2n;
const user = 1n << 4n;
const softWritable = 1n << 6n;
const softDirty = 1n << 7n;
const softAccessed = 1n << 8n;
const frameMask = 0xffff_f000n;

const fields: Field[] = [
	{name: 'X', low: 0, high: 0, text: 'instructions may be fetched'},
	{name: 'W', low: 1, high: 1, text: 'writable'},
	{name: 'CA', low: 2, high: 3, text: '0 bypass, 1 write-back, 2 write-through, 3 invalid'},
	{name: 'ring', low: 4, high: 5, text: '0 kernel, 1 user'},
	{name: 'writable', low: 6, high: 6, text: 'software: may be written'},
	{name: 'dirty', low: 7, high: 7, text: 'software: was written'},
	{name: 'accessed', low: 8, high: 8, text: 'software: was used'},
	{name: 'software', low: 9, high: 11, text: 'left to software'},
	{name: 'frame', low: 12, high: 31, text: 'physical address bits 12 to 31'},
];

/** Any cache attribute but the invalid one. */
const page = {mask: cacheMask, value: cacheInvalid, differs: true} as const;
const kernelPage = writeBack | softAccessed | writable;

export const modes: Arch[] = [
	{
		id: 'xtensa',
		family: 'xtensa',
		text: 'xtensa, 2 levels, 32-bit entries that are empty at 0x1c, 4 KiB pages',
		triple: 'xtensa-linux-gnu',
		pointerBits: 32,
		bigEndian: false,
		notes: [
			'upstream has no arena on 32-bit machines; this one has 64 MiB of address space',
			'little-endian, which is the more common of its two byte orders',
			'the walk stands for the refill from the linear table and the handler of its second-level misses',
			'the root holds kernel addresses of tables, which are physical ones here',
			'not-present entries are not cached (UNVERIFIED); the write-back that follows a store (dhwb) is a fence, caches are not modelled',
		],
		pageShift: 12,
		// Kernel addresses of tables, as the root has them, are physical ones with this.
		physOffset: 0n,
		vmallocStart: 0xc000_0000n,
		userStart: 0x4000_0000n,
		vaBits: 32,
		signExtended: false,
		levels: [
			{
				name: 'pgd',
				shift: 22,
				bits: 10,
				entryBytes: 4,
				empty: 0n,
				table: {mask: frameMask, value: 0n, differs: true},
				tableAddressMask: frameMask,
				tableFlags: 0n,
				tableFields: [
					{name: 'ignored', low: 0, high: 11, text: 'zero'},
					{name: 'table', low: 12, high: 31, text: 'address of the table, bits 12 to 31'},
				],
			},
			{name: 'pte', shift: 12, bits: 10, entryBytes: 4, empty: cacheInvalid | user, leaf: page},
		],
		leafAddressMask: frameMask,
		leafAddressShift: 0,
		fields,
		hardware: {
			valid: page,
			writable: {mask: writable, value: writable},
			user: {mask: user, value: user},
			accessedMask: 0n,
			dirtyMask: 0n,
			setsAccessedDirty: 'software',
		},
		pageKernel: kernelPage,
		pageUser: kernelPage | user | softWritable | softDirty,
		noneIgnores: 0n,
		notPresentCached: 'no',
		breakBeforeMake: false,
		flush: 'ipi',
		clear: 'split',
		upstream: {trySet: false, faultHook: false, arena: false},
		defines: {},
		vectors: [{pfn: 0x12345n, value: 0x1234_5106n}],
	},
];
