/**
 * riscv32 with Sv32 (arch-facts.md 3.4): two levels with 32-bit entries, 34-bit physical addresses, frame numbers from bit 10
 * on. Not-present entries may be cached; what makes them go away is the fault path of the kernel itself.
 */
import type {Arch, Field} from '../arch.ts';
import {walkRegisters} from './registers.ts';

const valid = 1n << 0n;
const read = 1n << 1n;
const write = 1n << 2n;
const execute = 1n << 3n;
const user = 1n << 4n;
const global = 1n << 5n;
const accessed = 1n << 6n;
const dirty = 1n << 7n;
const frameMask = 0xffff_fc00n;

const lowFields: Field[] = [
	{name: 'V', low: 0, high: 0, text: 'valid: the walker may use the entry'},
	{name: 'R', low: 1, high: 1, text: 'readable'},
	{name: 'W', low: 2, high: 2, text: 'writable'},
	{name: 'X', low: 3, high: 3, text: 'instructions may be fetched'},
];
const software: Field = {name: 'RSW', low: 8, high: 9, text: 'left to software'};

const fields: Field[] = [
	...lowFields,
	{name: 'U', low: 4, high: 4, text: 'user space may use it'},
	{name: 'G', low: 5, high: 5, text: 'global: in every address space'},
	{name: 'A', low: 6, high: 6, text: 'accessed; clear makes a page fault'},
	{name: 'D', low: 7, high: 7, text: 'dirty; clear makes a page fault on a write'},
	software,
	{name: 'frame', low: 10, high: 31, text: 'physical address bits 12 to 33'},
];

const tableFields: Field[] = [
	...lowFields,
	{name: 'reserved4', low: 4, high: 4, text: 'reserved in a pointer'},
	{name: 'G', low: 5, high: 5, text: 'everything below is global'},
	{name: 'reserved6', low: 6, high: 7, text: 'reserved in a pointer'},
	software,
	{name: 'table', low: 10, high: 31, text: 'address of the next table, bits 12 to 33'},
];

/** A leaf that a load can use; execute-only pages and the reserved W without R fault on any data access. */
const leaf = {mask: valid | read, value: valid | read};

export const modes: Arch[] = [
	{
		id: 'riscv32',
		family: 'riscv32',
		text: 'riscv32, Sv32 (2 levels), 32-bit entries, 4 KiB pages',
		triple: 'riscv32-linux-gnu',
		pointerBits: 32,
		bigEndian: false,
		notes: [
			'upstream has no arena on 32-bit machines; this one has 64 MiB of address space',
			'harts may cache entries that are not valid and do not set accessed or dirty (Svade)',
			'nothing announces a new mapping; the fault path looks whether the entry is present now and flushes that page locally',
			'flushes go through the firmware (SBI), so they may be asked for with interrupts off (UNVERIFIED as a guarantee)',
			'the low bits of a misaligned superpage are ignored; hardware faults there',
		],
		pageShift: 12,
		physOffset: 0x8000_0000n,
		// Ahead of the direct map at 0xc0000000, where the kernel has it.
		vmallocStart: 0xa000_0000n,
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
				table: {mask: valid | read | write | execute | user | accessed | dirty, value: valid},
				tableAddressMask: frameMask,
				tableFlags: valid,
				leaf,
				tableFields,
			},
			{name: 'pte', shift: 12, bits: 10, entryBytes: 4, empty: 0n, leaf},
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
		upstream: {trySet: false, faultHook: false, arena: false},
		defines: {},
		walkRegisters,
		vectors: [{pfn: 0x12345n, value: 0x048d_14e7n}],
	},
];
