/**
 * 32-bit arm with LPAE (arch-facts.md 3.9): three levels of long descriptors, 40-bit physical addresses. The access flag
 * faults when it is clear; not-present entries are never cached; a live entry must not be repointed.
 */
import type {Arch, Field, Level} from '../arch.ts';
import {walkRegisters} from './registers.ts';

const typeMask = 3n;
const typeTable = 3n;
const typeBlock = 1n;
const typePage = 3n;
const user = 1n << 6n;
const readOnly = 1n << 7n;
const shared = 3n << 8n;
const accessFlag = 1n << 10n;
const notGlobal = 1n << 11n;
const neverExecute = 1n << 54n;
const softDirty = 1n << 55n;
const writeAllocate = 7n << 2n;
const frameMask = 0x0000_00ff_ffff_f000n;

const attributes: Field[] = [
	{name: 'AttrIndx', low: 2, high: 4, text: 'memory type'},
	{name: 'NS', low: 5, high: 5, text: 'not secure'},
	{name: 'AP1', low: 6, high: 6, text: 'user space may use it'},
	{name: 'AP2', low: 7, high: 7, text: 'nobody may write'},
	{name: 'SH', low: 8, high: 9, text: 'shareability'},
	{name: 'AF', low: 10, high: 10, text: 'access flag; clear makes a fault'},
	{name: 'nG', low: 11, high: 11, text: 'belongs to one address space'},
];

const upperAttributes: Field[] = [
	{name: 'reserved40', low: 40, high: 51, text: 'reserved'},
	{name: 'contiguous', low: 52, high: 52, text: 'one of 16 entries that may share a TLB entry'},
	{name: 'PXN', low: 53, high: 53, text: 'the kernel fetches no instructions'},
	{name: 'XN', low: 54, high: 54, text: 'no instruction fetch'},
	{name: 'DIRTY', low: 55, high: 55, text: 'software: was written'},
	{name: 'SPECIAL', low: 56, high: 56, text: 'software: no struct page'},
	{name: 'NONE', low: 57, high: 57, text: 'software: there, but not for the hardware'},
	{name: 'RDONLY', low: 58, high: 58, text: 'software: nobody may write'},
	{name: 'ignored59', low: 59, high: 63, text: 'ignored'},
];

const fields: Field[] = [
	{name: 'type', low: 0, high: 1, text: '3 is a page'},
	...attributes,
	{name: 'frame', low: 12, high: 39, text: 'physical address bits 12 to 39'},
	...upperAttributes,
];

const blockFields: Field[] = [
	{name: 'type', low: 0, high: 1, text: '1 is a block'},
	...attributes,
	{name: 'frame', low: 12, high: 39, text: 'physical address; bits below the block size are reserved'},
	...upperAttributes,
];

const tableFields: Field[] = [
	{name: 'type', low: 0, high: 1, text: '3 is a table, 1 a block'},
	{name: 'ignored2', low: 2, high: 11, text: 'ignored'},
	{name: 'table', low: 12, high: 39, text: 'physical address of the next table, bits 12 to 39'},
	{name: 'reserved40', low: 40, high: 51, text: 'reserved'},
	{name: 'ignored52', low: 52, high: 58, text: 'ignored'},
	{name: 'PXNTable', low: 59, high: 59, text: 'the kernel fetches no instructions from anything below'},
	{name: 'XNTable', low: 60, high: 60, text: 'no instruction fetch from anything below'},
	{name: 'APTable0', low: 61, high: 61, text: 'takes user space away from everything below'},
	{name: 'APTable1', low: 62, high: 62, text: 'takes writes away from everything below'},
	{name: 'NSTable', low: 63, high: 63, text: 'everything below is not secure'},
];

/** What the two upper levels have in common; each may map a block. */
function upper(name: string, shift: number, bits: number): Level {
	return {
		name,
		shift,
		bits,
		entryBytes: 8,
		empty: 0n,
		table: {mask: typeMask, value: typeTable},
		tableAddressMask: frameMask,
		tableFlags: typeTable,
		leaf: {mask: typeMask, value: typeBlock},
		removesWrite: {mask: 1n << 62n, value: 1n << 62n},
		removesUser: {mask: 1n << 61n, value: 1n << 61n},
		tableFields,
		blockFields,
	};
}

const page = {mask: typeMask, value: typePage};
const kernelPage = typePage | writeAllocate | shared | accessFlag | neverExecute | softDirty;

export const modes: Arch[] = [
	{
		id: 'arm-lpae',
		family: 'arm-lpae',
		text: 'arm with LPAE, 3 levels, 64-bit entries, 4 KiB pages',
		triple: 'armv7-linux-gnueabihf',
		pointerBits: 32,
		bigEndian: false,
		notes: [
			'upstream has no arena on 32-bit machines; this one has 64 MiB of address space',
			'flushes are broadcast (LPAE implies a multiprocessor ARMv7) and may be asked for with interrupts off',
			'not-present entries are not cached and a live entry is not repointed without invalidation (both UNVERIFIED for ARMv7)',
			'one root for the kernel and one for user space, where hardware chooses between two by address',
		],
		pageShift: 12,
		physOffset: 0x4000_0000n,
		// 240 MiB below 0xff800000, the default reserve.
		vmallocStart: 0xf080_0000n,
		userStart: 0x4000_0000n,
		vaBits: 32,
		signExtended: false,
		levels: [
			upper('pgd', 30, 2),
			upper('pmd', 21, 9),
			{name: 'pte', shift: 12, bits: 9, entryBytes: 8, empty: 0n, leaf: page},
		],
		leafAddressMask: frameMask,
		leafAddressShift: 0,
		fields,
		hardware: {
			valid: page,
			writable: {mask: readOnly, value: 0n},
			user: {mask: user, value: user},
			accessedMask: accessFlag,
			dirtyMask: 0n,
			setsAccessedDirty: 'fault',
		},
		pageKernel: kernelPage,
		pageUser: kernelPage | user | notGlobal,
		noneIgnores: 0n,
		notPresentCached: 'no',
		breakBeforeMake: true,
		flush: 'broadcast',
		clear: 'split',
		upstream: {trySet: false, faultHook: false, arena: false},
		defines: {},
		walkRegisters,
		vectors: [{pfn: 0x12345n, value: 0x00c0_0000_1234_571fn}],
	},
];
