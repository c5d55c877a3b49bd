/**
 * riscv64 with Sv39, Sv48 or Sv57, which are three, four or five levels (arch-facts.md 3.4): 4 KiB pages, frame numbers from
 * bit 10 on, not-present entries may be cached, so a new mapping needs a fence or a second try.
 */
import type {Arch, Field, Level} from '../arch.ts';
import {walkRegisters} from './registers.ts';

const valid = 1n << 0n;
const read = 1n << 1n;
const write = 1n << 2n;
const execute = 1n << 3n;
const user = 1n << 4n;
const global = 1n << 5n;
const accessed = 1n << 6n;
const dirty = 1n << 7n;
const frameMask = 0x003f_ffff_ffff_fc00n;
/** Bits 54 to 63: without Svpbmt, Svnapot and Svrsw60t59b each of them must be zero, else the walk faults. */
const reserved = 0xffc0_0000_0000_0000n;

const lowFields: Field[] = [
	{name: 'V', low: 0, high: 0, text: 'valid: the walker may use the entry'},
	{name: 'R', low: 1, high: 1, text: 'readable'},
	{name: 'W', low: 2, high: 2, text: 'writable'},
	{name: 'X', low: 3, high: 3, text: 'instructions may be fetched'},
];

const highFields: Field[] = [
	{name: 'RSW', low: 8, high: 9, text: 'left to software'},
	{name: 'frame', low: 10, high: 53, text: 'physical address bits 12 to 55'},
	{name: 'reserved', low: 54, high: 58, text: 'reserved'},
	{name: 'RSW60T59', low: 59, high: 60, text: 'left to software with Svrsw60t59b, else reserved'},
	{name: 'PBMT', low: 61, high: 62, text: 'memory type with Svpbmt, else reserved'},
	{name: 'N', low: 63, high: 63, text: 'one of a contiguous group with Svnapot, else reserved'},
];

const fields: Field[] = [
	...lowFields,
	{name: 'U', low: 4, high: 4, text: 'user space may use it'},
	{name: 'G', low: 5, high: 5, text: 'global: in every address space'},
	{name: 'A', low: 6, high: 6, text: 'accessed; clear makes a page fault'},
	{name: 'D', low: 7, high: 7, text: 'dirty; clear makes a page fault on a write'},
	...highFields,
];

const tableFields: Field[] = [
	...lowFields,
	{name: 'reserved4', low: 4, high: 4, text: 'reserved in a pointer'},
	{name: 'G', low: 5, high: 5, text: 'everything below is global'},
	{name: 'reserved6', low: 6, high: 7, text: 'reserved in a pointer'},
	...highFields.map(field =>
		field.name === 'frame'
			? {...field, name: 'table', text: 'address of the next table, bits 12 to 55'}
			: field,
	),
];

/**
 * A leaf that a load can use. Execute-only pages and the reserved W without R do not match: both fault on
 * any data access, and data accesses are all the lab has.
 */
const leaf = {mask: valid | read | reserved, value: valid | read};

/** What the upper levels have in common; each may map a superpage. */
function upper(name: string, shift: number): Level {
	return {
		name,
		shift,
		bits: 9,
		entryBytes: 8,
		empty: 0n,
		table: {mask: valid | read | write | execute | user | accessed | dirty | reserved, value: valid},
		tableAddressMask: frameMask,
		tableFlags: valid,
		leaf,
		tableFields,
	};
}

/** A mode with these levels above the page tables. `vmallocStart` is the documented one of the default layout. */
function makeMode(id: string, names: readonly string[], vmallocStart: bigint): Arch {
	const vaBits = 21 + 9 * names.length;
	return {
		id,
		family: 'riscv64',
		text: `riscv64, Sv${vaBits} (${names.length + 1} levels), 4 KiB pages`,
		triple: 'riscv64-linux-gnu',
		pointerBits: 64,
		bigEndian: false,
		notes: [
			'harts may cache entries that are not valid (no Svvptc) and do not set accessed or dirty (Svade)',
			'flushes go through the firmware (SBI), so they may be asked for with interrupts off',
			'the low bits of a misaligned superpage are ignored; hardware faults there',
		],
		pageShift: 12,
		physOffset: 0x8000_0000n,
		vmallocStart,
		// Below the end of what a process has, which with Sv39 is at 256 GiB.
		userStart: vaBits === 39 ? 0x3e_0000_0000n : 0x7f00_0000_0000n,
		vaBits,
		signExtended: true,
		levels: [
			...names.map((name, number) => upper(name, 12 + 9 * (names.length - number))),
			{name: 'pte', shift: 12, bits: 9, entryBytes: 8, empty: 0n, leaf},
		],
		leafAddressMask: frameMask,
		leafAddressShift: 2,
		fields,
		hardware: {
			valid: leaf,
			writable: {mask: write, value: write},
			user: {mask: user, value: user},
			accessedMask: accessed,
			dirtyMask: dirty,
			setsAccessedDirty: 'fault',
		},
		pageKernel: valid | read | write | global | accessed | dirty,
		pageUser: valid | read | write | user | accessed | dirty,
		noneIgnores: 0n,
		notPresentCached: 'yes',
		breakBeforeMake: false,
		flush: 'broadcast',
		clear: 'atomic',
		upstream: {trySet: false, faultHook: false, arena: true},
		defines: {CONFIG_PGTABLE_LEVELS: String(names.length + 1)},
		globals: [
			'/* One bit of each CPU: a new mapping was announced and its TLB may still say "not valid". */\nu32 new_vmalloc;',
		],
		vectors: [{pfn: 0x12345n, value: 0x048d_14e7n}],
		walkRegisters: walkRegisters(names.length + 1),
	};
}

export const modes: Arch[] = [
	makeMode('riscv64-sv39', ['pgd', 'pmd'], 0xffff_ffc6_0000_0000n),
	makeMode('riscv64', ['pgd', 'pud', 'pmd'], 0xffff_8f80_0000_0000n),
	makeMode('riscv64-sv57', ['pgd', 'p4d', 'pud', 'pmd'], 0xff20_0000_0000_0000n),
];
