/**
 * 32-bit x86 (arch-facts.md 3.2): two levels with 32-bit entries, or with PAE three with 64-bit entries that the kernel stores
 * as two words. Accessed and dirty bits are set by the walker; not-present entries are never cached.
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

const lowFields: Field[] = [
	{name: 'P', low: 0, high: 0, text: 'present: the walker may use the entry'},
	{name: 'RW', low: 1, high: 1, text: 'writable'},
	{name: 'US', low: 2, high: 2, text: 'user space may use it'},
	{name: 'PWT', low: 3, high: 3, text: 'cache write-through'},
	{name: 'PCD', low: 4, high: 4, text: 'cache disabled'},
	{name: 'A', low: 5, high: 5, text: 'accessed, set by the walker'},
];
const dirtyField: Field = {name: 'D', low: 6, high: 6, text: 'dirty, set by the walker on a write'};
const pageSizeField: Field = {name: 'PS', low: 7, high: 7, text: 'the entry maps memory itself'};
const globalField: Field = {
	name: 'G',
	low: 8,
	high: 8,
	text: 'global: kept in the TLB when the root changes',
};
const software: Field = {name: 'SW', low: 9, high: 11, text: 'left to software'};

/** What lies above bit 51 with PAE. */
const highFields: Field[] = [
	{name: 'reserved52', low: 52, high: 62, text: 'reserved'},
	{name: 'NX', low: 63, high: 63, text: 'no instruction fetch'},
];

function leafFields(top: Field[], frameHigh: number): Field[] {
	return [
		...lowFields,
		dirtyField,
		{name: 'PAT', low: 7, high: 7, text: 'memory type, third bit'},
		globalField,
		software,
		{name: 'frame', low: 12, high: frameHigh, text: `physical address bits 12 to ${frameHigh}`},
		...top,
	];
}

function tableFields(top: Field[], frameHigh: number): Field[] {
	return [
		...lowFields,
		{name: 'ignored6', low: 6, high: 6, text: 'ignored; the kernel writes a dirty bit here'},
		pageSizeField,
		{name: 'ignored8', low: 8, high: 8, text: 'ignored by the walker'},
		software,
		{name: 'table', low: 12, high: frameHigh, text: `address of the next table, bits 12 to ${frameHigh}`},
		...top,
	];
}

function blockFields(top: Field[], frameHigh: number): Field[] {
	return [
		...lowFields,
		dirtyField,
		pageSizeField,
		globalField,
		software,
		{name: 'PAT', low: 12, high: 12, text: 'memory type, third bit'},
		{
			name: 'frame',
			low: 13,
			high: frameHigh,
			text: 'physical address; bits below the block size are reserved',
		},
		...top,
	];
}

/** The level above the leaves, whose entries may map a huge page. */
function directory(shape: Pick<Level, 'name' | 'shift' | 'bits' | 'entryBytes'>, frameMask: bigint): Level {
	const wide = shape.entryBytes === 8;
	const top = wide ? highFields : [];
	const frameHigh = wide ? 51 : 31;
	return {
		...shape,
		empty: 0n,
		table: {mask: present | pageSize, value: present},
		tableAddressMask: frameMask,
		tableFlags: present | writable | user | accessed | dirty,
		leaf: {mask: present | pageSize, value: present | pageSize},
		removesWrite: {mask: writable, value: 0n},
		removesUser: {mask: user, value: 0n},
		tableFields: tableFields(top, frameHigh),
		blockFields: blockFields(top, frameHigh),
	};
}

const page = {mask: present, value: present};
const narrowFrame = 0xffff_f000n;
const wideFrame = 0x000f_ffff_ffff_f000n;
/** Of the four entries of a PAE root: everything but P, PWT, PCD, the bits of software and the address. */
const rootReserved = 0xfff0_0000_0000_01e6n;

/** What both modes have in common. */
const common = {
	family: 'i386',
	triple: 'i686-linux-gnu',
	pointerBits: 32,
	bigEndian: false,
	pageShift: 12,
	physOffset: 0n,
	// high_memory + 8 MiB lies at 0xc3800000 with 48 MiB of memory; the next multiple of 64 MiB.
	vmallocStart: 0xc400_0000n,
	userStart: 0x4000_0000n,
	vaBits: 32,
	signExtended: false,
	leafAddressShift: 0,
	hardware: {
		valid: page,
		writable: {mask: writable, value: writable},
		user: {mask: user, value: user},
		accessedMask: accessed,
		dirtyMask: dirty,
		setsAccessedDirty: 'hardware',
	},
	notPresentCached: 'no',
	breakBeforeMake: false,
	flush: 'ipi',
	clear: 'atomic',
	upstream: {trySet: true, faultHook: true, arena: false},
} satisfies Partial<Arch>;

const notes = [
	'upstream has no arena on 32-bit machines; this one has 64 MiB of address space',
	"the helper and the call of the hook are those of all x86 kernels; with 32 bits nothing is behind the hook, the lab's arena is",
	'kernel tables are not copied per process, so there is nothing for vmalloc_fault to bring up to date',
];

export const modes: Arch[] = [
	{
		...common,
		id: 'i386',
		text: 'i386 without PAE, 2 levels, 32-bit entries, 4 KiB pages',
		notes: [
			...notes,
			'4 MiB pages have 32-bit addresses (no PSE-36); there is no NX, any page can be executed',
		],
		levels: [
			directory({name: 'pgd', shift: 22, bits: 10, entryBytes: 4}, narrowFrame),
			{name: 'pte', shift: 12, bits: 10, entryBytes: 4, empty: 0n, leaf: page},
		],
		leafAddressMask: narrowFrame,
		fields: leafFields([], 31),
		pageKernel: present | writable | accessed | dirty | global,
		pageUser: present | writable | user | accessed | dirty,
		noneIgnores: 0n,
		defines: {},
		walkRegisters: walkRegisters(false),
		vectors: [{pfn: 0x12345n, value: 0x1234_5163n}],
	},
	{
		...common,
		id: 'i386-pae',
		text: 'i386 with PAE, 3 levels, 64-bit entries stored as two words, 4 KiB pages',
		notes: [
			...notes,
			'the helper as merged works on a long, here the low word alone: NX and address bits above 31 are never written',
			'the four entries of the root are read from memory at every walk; hardware keeps them from the load of CR3 on',
			'the kernel reads an entry by two loads, and only with the right candidate makes sure that they belong together',
		],
		levels: [
			{
				name: 'pgd',
				shift: 30,
				bits: 2,
				entryBytes: 8,
				empty: 0n,
				table: {mask: present | rootReserved, value: present},
				tableAddressMask: wideFrame,
				tableFlags: present,
				tableFields: [
					{name: 'P', low: 0, high: 0, text: 'present: the walker may use the entry'},
					{name: 'reserved1', low: 1, high: 2, text: 'reserved: no permissions here'},
					{name: 'PWT', low: 3, high: 3, text: 'cache write-through'},
					{name: 'PCD', low: 4, high: 4, text: 'cache disabled'},
					{name: 'reserved5', low: 5, high: 8, text: 'reserved'},
					software,
					{name: 'table', low: 12, high: 51, text: 'address of the next table, bits 12 to 51'},
					{name: 'reserved52', low: 52, high: 63, text: 'reserved'},
				],
			},
			directory({name: 'pmd', shift: 21, bits: 9, entryBytes: 8}, wideFrame),
			{name: 'pte', shift: 12, bits: 9, entryBytes: 8, empty: 0n, leaf: page},
		],
		leafAddressMask: wideFrame,
		fields: leafFields(highFields, 51),
		pageKernel: present | writable | accessed | dirty | global | noExecute,
		pageUser: present | writable | user | accessed | dirty | noExecute,
		noneIgnores: accessed | dirty,
		defines: {CONFIG_X86_PAE: '1'},
		walkRegisters: walkRegisters(true),
		vectors: [
			{pfn: 0x12345n, value: 0x8000_0000_1234_5163n},
			{pfn: 0x123_4567n, value: 0x8000_0012_3456_7163n},
		],
		twoWords: true,
	},
];
