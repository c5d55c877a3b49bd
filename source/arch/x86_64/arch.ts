/**
 * x86-64 with four or five levels of page tables (arch-facts.md 3.1): 4 KiB pages, 48-bit or 57-bit sign-extended
 * addresses, accessed and dirty bits set by the walker, not-present entries never cached.
 */
import type {Arch, Field, Level} from '../arch.ts';
import {walkRegisters} from './registers.ts';

const present = 1n << 0n;
const writable = 1n << 1n;
const user = 1n << 2n;
const accessed = 1n << 5n;
const dirty = 1n << 6n;
const pageSize = 1n << 7n;
const global = 1n << 8n;
const noExecute = 1n << 63n;
const frameMask = 0x000f_ffff_ffff_f000n;

const lowFields: Field[] = [
	{name: 'P', low: 0, high: 0, text: 'present: the walker may use the entry'},
	{name: 'RW', low: 1, high: 1, text: 'writable'},
	{name: 'US', low: 2, high: 2, text: 'user space may use it'},
	{name: 'PWT', low: 3, high: 3, text: 'cache write-through'},
	{name: 'PCD', low: 4, high: 4, text: 'cache disabled'},
	{name: 'A', low: 5, high: 5, text: 'accessed, set by the walker'},
];

const highFields: Field[] = [
	{name: 'SW57', low: 57, high: 57, text: 'left to software'},
	{name: 'SW58', low: 58, high: 58, text: 'left to software'},
	{name: 'PKEY', low: 59, high: 62, text: 'protection key of a user page'},
	{name: 'NX', low: 63, high: 63, text: 'no instruction fetch'},
];

const middleFields: Field[] = [
	{name: 'SW9', low: 9, high: 9, text: 'left to software'},
	{name: 'SW10', low: 10, high: 10, text: 'left to software'},
	{name: 'SW11', low: 11, high: 11, text: 'left to software'},
];

const frame: Field = {name: 'frame', low: 12, high: 51, text: 'physical address bits 12 to 51'};
const ignored: Field = {name: 'ignored', low: 52, high: 56, text: 'ignored by the walker'};

const fields: Field[] = [
	...lowFields,
	{name: 'D', low: 6, high: 6, text: 'dirty, set by the walker on a write'},
	{name: 'PAT', low: 7, high: 7, text: 'memory type, third bit'},
	{name: 'G', low: 8, high: 8, text: 'global: kept in the TLB when the root changes'},
	...middleFields,
	frame,
	ignored,
	...highFields,
];

const tableFields: Field[] = [
	...lowFields,
	{name: 'ignored6', low: 6, high: 6, text: 'ignored; the kernel writes a dirty bit here'},
	{name: 'PS', low: 7, high: 7, text: 'the entry maps memory itself'},
	{name: 'ignored8', low: 8, high: 8, text: 'ignored by the walker'},
	...middleFields,
	{name: 'table', low: 12, high: 51, text: 'physical address of the next table, bits 12 to 51'},
	ignored,
	{name: 'SW57', low: 57, high: 57, text: 'left to software'},
	{name: 'SW58', low: 58, high: 58, text: 'left to software'},
	{name: 'ignored59', low: 59, high: 62, text: 'ignored by the walker'},
	{name: 'NX', low: 63, high: 63, text: 'no instruction fetch from anything below'},
];

const blockFields: Field[] = [
	...lowFields,
	{name: 'D', low: 6, high: 6, text: 'dirty, set by the walker on a write'},
	{name: 'PS', low: 7, high: 7, text: 'the entry maps memory itself'},
	{name: 'G', low: 8, high: 8, text: 'global: kept in the TLB when the root changes'},
	...middleFields,
	{name: 'PAT', low: 12, high: 12, text: 'memory type, third bit'},
	{name: 'frame', low: 13, high: 51, text: 'physical address; bits below the block size are reserved'},
	ignored,
	...highFields,
];

/** What the upper levels have in common. */
function upper(name: string, shift: number): Level {
	return {
		name,
		shift,
		bits: 9,
		entryBytes: 8,
		empty: 0n,
		table: {mask: present | pageSize, value: present},
		tableAddressMask: frameMask,
		tableFlags: present | writable | user | accessed | dirty,
		removesWrite: {mask: writable, value: 0n},
		removesUser: {mask: user, value: 0n},
		tableFields,
	};
}

/** An upper level whose entries may map a huge page. */
function upperWithBlock(name: string, shift: number): Level {
	return {
		...upper(name, shift),
		leaf: {mask: present | pageSize, value: present | pageSize},
		blockFields,
	};
}

/** A mode with `count` levels. `vmallocStart` is the kernel's base without randomisation. */
function makeMode(id: string, count: 4 | 5, vmallocStart: bigint): Arch {
	return {
		id,
		family: 'x86_64',
		text: `x86-64, ${count} levels, 4 KiB pages`,
		triple: 'x86_64-linux-gnu',
		pointerBits: 64,
		bigEndian: false,
		notes: [
			'the walker sets accessed and dirty in the leaf only; the kernel makes its tables already accessed',
		],
		pageShift: 12,
		physOffset: 0n,
		vmallocStart,
		userStart: 0x7f00_0000_0000n,
		vaBits: count === 5 ? 57 : 48,
		signExtended: true,
		levels: [
			...(count === 5 ? [upper('pgd', 48), upper('p4d', 39)] : [upper('pgd', 39)]),
			upperWithBlock('pud', 30),
			upperWithBlock('pmd', 21),
			{
				name: 'pte',
				shift: 12,
				bits: 9,
				entryBytes: 8,
				empty: 0n,
				leaf: {mask: present, value: present},
			},
		],
		leafAddressMask: frameMask,
		leafAddressShift: 0,
		fields,
		hardware: {
			valid: {mask: present, value: present},
			writable: {mask: writable, value: writable},
			user: {mask: user, value: user},
			accessedMask: accessed,
			dirtyMask: dirty,
			setsAccessedDirty: 'hardware',
		},
		pageKernel: present | writable | accessed | dirty | global | noExecute,
		pageUser: present | writable | user | accessed | dirty | noExecute,
		noneIgnores: accessed | dirty,
		notPresentCached: 'no',
		breakBeforeMake: false,
		flush: 'ipi',
		clear: 'atomic',
		upstream: {trySet: true, faultHook: true, arena: true},
		defines: {CONFIG_PGTABLE_LEVELS: String(count)},
		vectors: [{pfn: 0x12345n, value: 0x8000_0000_1234_5163n}],
		walkRegisters: walkRegisters(count),
	};
}

export const modes: Arch[] = [
	makeMode('x86_64', 4, 0xffff_c900_0000_0000n),
	makeMode('x86_64-la57', 5, 0xffa0_0000_0000_0000n),
];
