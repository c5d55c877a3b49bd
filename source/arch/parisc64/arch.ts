/**
 * parisc64 (arch-facts.md 3.11): 4 KiB pages, big-endian, upper levels of 32-bit entries, a software TLB-miss handler that sets
 * the accessed and dirty bits by plain stores, a purge with every store of an entry, and no compare-and-swap instruction.
 */
import type {Arch, Field, Level} from '../arch.ts';

const read = 1n;
const write = 2n;
const dirty = 0x20n;
const accessed = 0x100n;
const present = 0x200n;
const user = 0x800n;
const tablePresent = 1n;
const tableValid = 2n;

const fields: Field[] = [
	{name: 'READ', low: 0, high: 0, text: 'readable'},
	{name: 'WRITE', low: 1, high: 1, text: 'writable'},
	{name: 'EXEC', low: 2, high: 2, text: 'instructions may be fetched'},
	{name: 'GATEWAY', low: 3, high: 3, text: 'privilege promotion'},
	{name: 'DMB', low: 4, high: 4, text: 'data memory break'},
	{name: 'DIRTY', low: 5, high: 5, text: 'dirty; the trap handler sets it'},
	{name: 'REFTRAP', low: 6, high: 6, text: 'a reference traps'},
	{name: 'NOCACHE', low: 7, high: 7, text: 'not cached'},
	{name: 'ACCESSED', low: 8, high: 8, text: 'accessed; the miss handler sets it'},
	{name: 'PRESENT', low: 9, high: 9, text: 'present: the miss handler may use the entry'},
	{name: 'HUGE', low: 10, high: 10, text: 'part of a huge page'},
	{name: 'USER', low: 11, high: 11, text: 'user space may use it'},
	{name: 'frame', low: 12, high: 63, text: 'physical address bits 12 to 63'},
];

const tableFields: Field[] = [
	{name: 'PRESENT', low: 0, high: 0, text: 'there is a table'},
	{name: 'VALID', low: 1, high: 1, text: 'the table is valid'},
	{name: 'flags', low: 2, high: 3, text: 'not used'},
	{name: 'table', low: 4, high: 31, text: 'physical address of the next table, bits 12 to 39'},
];

function upper(name: string, shift: number, bits: number): Level {
	return {
		name,
		shift,
		bits,
		entryBytes: 4,
		empty: 0n,
		// The miss handler looks at the one bit.
		table: {mask: tablePresent, value: tablePresent},
		tableAddressMask: 0xffff_fff0n,
		tableAddressShift: 8,
		tableFlags: tablePresent | tableValid,
		tableFields,
		blockFields: tableFields,
	};
}

const leaf = {mask: present, value: present};

const base: Arch = {
	id: 'parisc64',
	family: 'parisc64',
	text: 'parisc64, 3 levels with 32-bit upper entries, 4 KiB pages, big-endian',
	triple: 's390x-linux-gnu',
	pointerBits: 64,
	bigEndian: true,
	notes: [
		'the compiler has no parisc: the triple of s390x is borrowed, which has the same width and byte order',
		'compare-and-swap is emulated: lock word, load, compare and store are accesses of their own, atomic only against each other',
		'setting: flush_cache_vmap() of a range below 512 KiB works line by line; from there on it flushes all caches by IPI, which must not be waited for with interrupts off',
		"the address of the vmalloc area is the lab's own; that of the kernel has no room for an arena",
		'virtual aliases in the cache are not modelled',
	],
	pageShift: 12,
	physOffset: 0n,
	vmallocStart: 0x1_0000_0000n,
	userStart: 0x10_0000_0000n,
	vaBits: 42,
	signExtended: false,
	levels: [
		upper('pgd', 32, 10),
		upper('pmd', 21, 11),
		{name: 'pte', shift: 12, bits: 9, entryBytes: 8, empty: 0n, leaf},
	],
	leafAddressMask: 0xffff_ffff_ffff_f000n,
	leafAddressShift: 0,
	fields,
	hardware: {
		valid: leaf,
		writable: {mask: write, value: write},
		user: {mask: user, value: user},
		accessedMask: accessed,
		dirtyMask: dirty,
		setsAccessedDirty: 'miss-handler',
	},
	pageKernel: read | write | dirty | accessed | present,
	pageUser: read | write | dirty | accessed | present | user,
	noneIgnores: 0n,
	notPresentCached: 'no',
	breakBeforeMake: false,
	flush: 'broadcast',
	clear: 'split',
	upstream: {trySet: false, faultHook: false, arena: false},
	defines: {},
	vectors: [{pfn: 0x12345n, value: 0x1234_5323n}],
};

export const modes: Arch[] = [
	base,
	{
		...base,
		id: 'parisc64-flush-all',
		text: 'parisc64 as above, where flush_cache_vmap() always flushes all caches by IPI',
		notes: [
			...base.notes.filter(note => !note.startsWith('setting: flush_cache_vmap')),
			'setting: flush_cache_vmap() always flushes all caches by IPI, so the arena, which calls it with interrupts off, waits for ever where there is another CPU',
		],
		defines: {LAB_CACHE_FLUSH_THRESHOLD: '0'},
	},
];
