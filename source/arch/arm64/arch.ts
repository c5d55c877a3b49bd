/**
 * arm64 with 4 KiB pages and 48-bit addresses (arch-facts.md 3.3), in two modes: with CONFIG_ARM64_CONTPTE, which brings
 * `ptep_try_set`, and without it, where the fault hook stays wired but the helper is the stub (claim C22).
 */
import type {Arch, Field, Level} from '../arch.ts';

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
/** Output address of a 48-bit machine. Bits 48 and 49, which the kernel's frame mask includes, are reserved there. */
const frameMask = 0x0000_ffff_ffff_f000n;

const leafFields = (typeText: string): Field[] => [
	{name: 'VALID', low: 0, high: 0, text: 'valid: the walker may use the descriptor'},
	{name: 'TYPE', low: 1, high: 1, text: typeText},
	{name: 'ATTR', low: 2, high: 4, text: 'index of the memory type'},
	{name: 'NS', low: 5, high: 5, text: 'non-secure'},
	{name: 'USER', low: 6, high: 6, text: 'user space may use it'},
	{name: 'RDONLY', low: 7, high: 7, text: 'read only'},
	{name: 'SH', low: 8, high: 9, text: 'shareability: 3 is inner shareable'},
	{name: 'AF', low: 10, high: 10, text: 'access flag; clear makes an access fault'},
	{
		name: 'NG',
		low: 11,
		high: 11,
		text: 'not global; in a non-valid entry the kernel calls it present-invalid',
	},
	{name: 'frame', low: 12, high: 47, text: 'physical address bits 12 to 47'},
	{name: 'reserved', low: 48, high: 49, text: 'reserved with 48-bit physical addresses'},
	{name: 'GP', low: 50, high: 50, text: 'guarded page'},
	{name: 'DBM', low: 51, high: 51, text: 'dirty bit modifier; the kernel calls it WRITE'},
	{name: 'CONT', low: 52, high: 52, text: 'one of a contiguous group'},
	{name: 'PXN', low: 53, high: 53, text: 'no instruction fetch by the kernel'},
	{name: 'UXN', low: 54, high: 54, text: 'no instruction fetch by user space'},
	{name: 'DIRTY', low: 55, high: 55, text: 'dirty, for software'},
	{name: 'SPECIAL', low: 56, high: 56, text: 'no struct page, for software'},
	{name: 'SW57', low: 57, high: 57, text: 'left to software'},
	{name: 'SW58', low: 58, high: 58, text: 'left to software'},
	{name: 'ignored', low: 59, high: 59, text: 'ignored by the walker'},
	{name: 'POIDX', low: 60, high: 62, text: 'permission overlay index'},
	{name: 'SW63', low: 63, high: 63, text: 'left to software'},
];

const tableFields: Field[] = [
	{name: 'VALID', low: 0, high: 0, text: 'valid: the walker may use the descriptor'},
	{name: 'TYPE', low: 1, high: 1, text: 'the descriptor points to a table'},
	{name: 'ignored2', low: 2, high: 11, text: 'ignored by the walker'},
	{name: 'table', low: 12, high: 47, text: 'physical address of the next table, bits 12 to 47'},
	{name: 'reserved', low: 48, high: 50, text: 'reserved with 48-bit physical addresses'},
	{name: 'ignored51', low: 51, high: 58, text: 'ignored by the walker'},
	{name: 'PXNTABLE', low: 59, high: 59, text: 'no instruction fetch by the kernel from anything below'},
	{name: 'UXNTABLE', low: 60, high: 60, text: 'no instruction fetch by user space from anything below'},
	{name: 'APTABLE0', low: 61, high: 61, text: 'no user access to anything below'},
	{name: 'APTABLE1', low: 62, high: 62, text: 'no write to anything below'},
	{name: 'NSTABLE', low: 63, high: 63, text: 'non-secure tables below'},
];

/** What the three upper levels have in common. */
function upper(name: string, shift: number): Level {
	return {
		name,
		shift,
		bits: 9,
		entryBytes: 8,
		empty: 0n,
		table: {mask: valid | tableOrPage, value: valid | tableOrPage},
		tableAddressMask: frameMask,
		tableFlags: valid | tableOrPage,
		removesWrite: {mask: 1n << 62n, value: 1n << 62n},
		removesUser: {mask: 1n << 61n, value: 1n << 61n},
		tableFields,
	};
}

/** An upper level whose descriptors may map a block (levels 1 and 2 with 4 KiB pages). */
function upperWithBlock(name: string, shift: number): Level {
	return {
		...upper(name, shift),
		leaf: {mask: valid | tableOrPage, value: valid},
		blockFields: leafFields('clear in a block'),
	};
}

const base: Arch = {
	id: 'arm64',
	family: 'arm64',
	text: 'arm64, 4 levels, 4 KiB pages, 48-bit, contiguous-PTE support',
	triple: 'aarch64-linux-gnu',
	pointerBits: 64,
	bigEndian: false,
	notes: ['a core without hardware updates of the access flag and the dirty state'],
	pageShift: 12,
	physOffset: 0x4000_0000n,
	// The kernel's VMALLOC_START is 0xffff800080000000; this is the next multiple of 4 GiB.
	vmallocStart: 0xffff_8001_0000_0000n,
	userStart: 0x7f00_0000_0000n,
	vaBits: 48,
	signExtended: true,
	splitRoots: true,
	levels: [
		upper('pgd', 39),
		upperWithBlock('pud', 30),
		upperWithBlock('pmd', 21),
		{
			name: 'pte',
			shift: 12,
			bits: 9,
			entryBytes: 8,
			empty: 0n,
			leaf: {mask: valid | tableOrPage, value: valid | tableOrPage},
		},
	],
	leafAddressMask: frameMask,
	leafAddressShift: 0,
	fields: leafFields('the descriptor maps a page'),
	hardware: {
		valid: {mask: valid | tableOrPage, value: valid | tableOrPage},
		writable: {mask: readOnly, value: 0n},
		user: {mask: user, value: user},
		accessedMask: accessFlag,
		dirtyMask: 0n,
		setsAccessedDirty: 'fault',
	},
	pageKernel: valid | tableOrPage | innerShareable | accessFlag | dbm | pxn | uxn | softDirty,
	pageUser:
		valid | tableOrPage | user | innerShareable | accessFlag | notGlobal | dbm | pxn | uxn | softDirty,
	noneIgnores: 0n,
	notPresentCached: 'pipeline',
	breakBeforeMake: true,
	flush: 'broadcast',
	clear: 'atomic',
	upstream: {trySet: true, faultHook: true, arena: true},
	defines: {CONFIG_ARM64_CONTPTE: '1'},
	vectors: [{pfn: 0x12345n, value: 0x00e8_0000_1234_5703n}],
	walkRegisters: [
		{name: 'TTBR1_EL1', text: 'the root table of the upper half', value: 0n, root: 'kernel'},
		{name: 'TTBR0_EL1', text: 'the root table of the lower half', value: 0n, root: 'user'},
		{
			name: 'TCR_EL1',
			text: '48 bits in both halves, 4 KiB granules, cacheable inner-shareable walks, 48-bit physical addresses',
			value: 0x5_b510_3510n,
		},
		{name: 'MAIR_EL1', text: 'memory type 0 is normal, write-back', value: 0xffn},
		{name: 'SCTLR_EL1', text: 'M, C, I and the bits that are one: the MMU is on', value: 0x30d0_1805n},
	],
};

export const modes: Arch[] = [
	base,
	{
		...base,
		id: 'arm64-nocontpte',
		text: 'arm64 as above without contiguous-PTE support: the hook is wired, the helper is the stub',
		upstream: {...base.upstream, trySet: false},
		defines: {},
	},
];
