/**
 * powerpc64 book3s with the radix MMU (arch-facts.md 3.6), with 4 KiB and with 64 KiB pages. Entries are big-endian in memory
 * on every kernel; this one is little-endian, as distributions are. Hardware sets R and C, also in an entry that was just
 * cleared, and a store to a table is ordered for the walker by ptesync only.
 */
import type {Arch, Field, Level} from '../arch.ts';
import {walkRegisters} from './registers.ts';

const valid = 1n << 63n;
const leafBit = 1n << 62n;
const accessed = 0x100n;
const changed = 0x80n;
const privileged = 8n;
const read = 4n;
const write = 2n;
const nextTable = 0x0fff_ffff_ffff_ff00n;
const sizeMask = 0x1fn;

const leaf = {mask: valid | leafBit, value: valid | leafBit};

/** Fields of a leaf whose frame begins at bit `from`. */
const leafFields = (from: number): Field[] => [
	{name: 'EXEC', low: 0, high: 0, text: 'instructions may be fetched'},
	{name: 'WRITE', low: 1, high: 1, text: 'writable'},
	{name: 'READ', low: 2, high: 2, text: 'readable'},
	{name: 'PRIV', low: 3, high: 3, text: 'privileged: not for user space'},
	{name: 'ATT', low: 4, high: 5, text: 'memory attributes'},
	{name: 'reserved6', low: 6, high: 6, text: 'reserved'},
	{name: 'C', low: 7, high: 7, text: 'changed; hardware sets it'},
	{name: 'R', low: 8, high: 8, text: 'referenced; hardware sets it'},
	{name: 'SW', low: 9, high: 11, text: 'left to software'},
	...(from === 12 ? [] : [{name: 'low', low: 12, high: from - 1, text: 'zero with pages of this size'}]),
	{name: 'frame', low: from, high: 52, text: `physical address bits ${from} to 52`},
	{name: 'reserved53', low: 53, high: 55, text: 'reserved'},
	{name: 'PKEY', low: 56, high: 60, text: 'protection key, and software bits of the kernel'},
	{name: 'INVALID', low: 61, high: 61, text: 'for software: present but invalid, with PRESENT clear'},
	{name: 'PTE', low: 62, high: 62, text: 'leaf: maps memory'},
	{name: 'PRESENT', low: 63, high: 63, text: 'valid: the walker may use the entry'},
];

const tableFields: Field[] = [
	{name: 'NLS', low: 0, high: 4, text: 'log2 of the number of entries of the next table'},
	{name: 'reserved5', low: 5, high: 7, text: 'reserved'},
	{name: 'table', low: 8, high: 59, text: 'physical address of the next table, bits 8 to 59'},
	{name: 'reserved60', low: 60, high: 61, text: 'reserved'},
	{name: 'PTE', low: 62, high: 62, text: 'clear in a pointer to a table'},
	{name: 'PRESENT', low: 63, high: 63, text: 'valid: the walker may use the entry'},
];

/** An upper level; `next` is the number of index bits below it, which the entry holds too. */
function upper(name: string, shift: number, bits: number, next: number): Level {
	return {
		name,
		shift,
		bits,
		entryBytes: 8,
		empty: 0n,
		// Hardware would index the next table by another size than the kernel's; the kernel writes no other.
		table: {mask: valid | leafBit | sizeMask, value: valid | BigInt(next)},
		tableAddressMask: nextTable,
		tableFlags: valid | BigInt(next),
		tableFields,
		blockFields: leafFields(12),
	};
}

function mode(pageShift: 12 | 16): Arch {
	const last = pageShift === 12 ? 9 : 5;

	return {
		id: pageShift === 12 ? 'ppc64-radix-4k' : 'ppc64-radix-64k',
		family: 'ppc64',
		text: `powerpc64 radix, 4 levels, ${pageShift === 12 ? 4 : 64} KiB pages, little-endian kernel, big-endian entries`,
		triple: 'powerpc64le-linux-gnu',
		pointerBits: 64,
		bigEndian: false,
		notes: [
			'entries are big-endian in memory whatever the kernel is',
			'the radix MMU; the hash MMU is not modelled',
			'setting: tlbie is there, so a flush is a broadcast that may run with interrupts off; without it the kernel flushes by IPI',
			'setting: a not-present entry is never cached (unverified); what is modelled is the window until ptesync',
			'setting: hardware sets R and C by itself; POWER9 may fault instead',
			'a kernel flush drops all of PID 0',
		],
		pageShift,
		physOffset: 0n,
		// The kernel's vmalloc area begins at 0xc008000000000000, a multiple of 4 GiB.
		vmallocStart: 0xc008_0000_0000_0000n,
		userStart: 0x7f00_0000_0000n,
		vaBits: 52,
		signExtended: false,
		levels: [
			upper('pgd', 39, 13, 9),
			{...upper('pud', 30, 9, 9), leaf},
			{...upper('pmd', 21, 9, last), leaf},
			{name: 'pte', shift: pageShift, bits: last, entryBytes: 8, empty: 0n, leaf},
		],
		leafAddressMask: pageShift === 12 ? 0x001f_ffff_ffff_f000n : 0x001f_ffff_ffff_0000n,
		leafAddressShift: 0,
		fields: leafFields(pageShift),
		hardware: {
			valid: leaf,
			writable: {mask: write, value: write},
			user: {mask: privileged, value: 0n},
			accessedMask: accessed,
			dirtyMask: changed,
			setsAccessedDirty: 'hardware',
		},
		pageKernel: valid | leafBit | accessed | changed | privileged | read | write,
		pageUser: valid | leafBit | accessed | changed | read | write,
		noneIgnores: accessed | changed,
		notPresentCached: 'pipeline',
		breakBeforeMake: false,
		flush: 'broadcast',
		clear: 'atomic',
		upstream: {trySet: false, faultHook: false, arena: true},
		defines: pageShift === 12 ? {} : {CONFIG_PPC_64K_PAGES: '1'},
		walkRegisters,
		vectors:
			pageShift === 12
				? [{pfn: 0x12345n, value: 0xc000_0000_1234_518en}]
				: [{pfn: 0x1234n, value: 0xc000_0000_1234_018en}],
		entriesBigEndian: true,
		kernelHigh: 0xc00n,
		// "A kernel spurious fault is not tolerated" (arch-facts.md 3.6).
		checksSpurious: false,
		flushesAll: true,
		// As with arm64: 48 MiB are too few pages of 64 KiB.
		...(pageShift === 16 ? {memoryBytes: 128 * 1024 * 1024} : {}),
	};
}

export const modes: Arch[] = [mode(12), mode(16)];
