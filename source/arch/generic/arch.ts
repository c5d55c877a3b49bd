/**
 * A plain machine of the lab's own: what is left of an architecture when everything comes from the generic helpers. Its
 * clear is a read and a store, it has no `ptep_try_set`, and nothing calls the fault hook.
 */
import type {Arch, Field, Level} from '../arch.ts';

const valid = 1n << 0n;
const writable = 1n << 1n;
const user = 1n << 2n;
const accessed = 1n << 3n;
const dirty = 1n << 4n;
/** Maps memory itself; must be set on the last level and is a huge page above it. */
const leaf = 1n << 5n;
const frameMask = 0x000f_ffff_ffff_f000n;

const fields: Field[] = [
	{name: 'V', low: 0, high: 0, text: 'valid: the walker may use the entry'},
	{name: 'W', low: 1, high: 1, text: 'writable'},
	{name: 'U', low: 2, high: 2, text: 'user space may use it'},
	{name: 'A', low: 3, high: 3, text: 'accessed, for software'},
	{name: 'D', low: 4, high: 4, text: 'dirty, for software'},
	{name: 'L', low: 5, high: 5, text: 'the entry maps memory itself'},
	{name: 'ignored6', low: 6, high: 11, text: 'ignored by the walker'},
	{name: 'frame', low: 12, high: 51, text: 'physical address bits 12 to 51'},
	{name: 'ignored52', low: 52, high: 63, text: 'ignored by the walker'},
];

const tableFields: Field[] = [
	{name: 'V', low: 0, high: 0, text: 'valid: the walker may use the entry'},
	{name: 'ignored1', low: 1, high: 4, text: 'ignored by the walker'},
	{name: 'L', low: 5, high: 5, text: 'the entry maps memory itself'},
	{name: 'ignored6', low: 6, high: 11, text: 'ignored by the walker'},
	{name: 'table', low: 12, high: 51, text: 'physical address of the next table, bits 12 to 51'},
	{name: 'ignored52', low: 52, high: 63, text: 'ignored by the walker'},
];

const page = {mask: valid | leaf, value: valid | leaf};

/** What the three upper levels have in common. */
function upper(name: string, shift: number): Level {
	return {
		name,
		shift,
		bits: 9,
		entryBytes: 8,
		empty: 0n,
		table: {mask: valid | leaf, value: valid},
		tableAddressMask: frameMask,
		tableFlags: valid,
		tableFields,
	};
}

export const modes: Arch[] = [
	{
		id: 'generic',
		family: 'generic',
		text: 'a plain machine with the generic helpers only, 4 levels, 4 KiB pages',
		triple: 'x86_64-linux-gnu',
		pointerBits: 64,
		bigEndian: false,
		notes: ['not a real architecture; compiled with the borrowed triple x86_64-linux-gnu'],
		pageShift: 12,
		physOffset: 0x1000_0000n,
		vmallocStart: 0xffff_c000_0000_0000n,
		userStart: 0x7f00_0000_0000n,
		vaBits: 48,
		signExtended: true,
		levels: [
			upper('pgd', 39),
			{...upper('pud', 30), leaf: page},
			{...upper('pmd', 21), leaf: page},
			{name: 'pte', shift: 12, bits: 9, entryBytes: 8, empty: 0n, leaf: page},
		],
		leafAddressMask: frameMask,
		leafAddressShift: 0,
		fields,
		hardware: {
			valid: page,
			writable: {mask: writable, value: writable},
			user: {mask: user, value: user},
			accessedMask: accessed,
			dirtyMask: dirty,
			setsAccessedDirty: 'software',
		},
		pageKernel: valid | writable | accessed | dirty | leaf,
		pageUser: valid | writable | user | accessed | dirty | leaf,
		noneIgnores: 0n,
		notPresentCached: 'no',
		breakBeforeMake: false,
		flush: 'ipi',
		clear: 'split',
		upstream: {trySet: false, faultHook: false, arena: false},
		defines: {},
		vectors: [{pfn: 0x12345n, value: 0x1234_503bn}],
	},
];
