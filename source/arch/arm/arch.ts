/**
 * 32-bit arm with short descriptors (arch-facts.md 3.9): for the hardware 4096 entries of 1 MiB and tables of 256; for the
 * kernel 2048 of 2 MiB and tables of 512, which lie in the same frame as the hardware's. The hardware reads its own table
 * only, and sets no bits in it.
 */
import type {Arch, Field} from '../arch.ts';
import {walkRegisters} from './registers.ts';

const small = 1n << 1n;
const neverExecute = 1n << 0n;
const bufferable = 1n << 2n;
const cacheable = 1n << 3n;
const access0 = 1n << 4n;
const access1 = 1n << 5n;
const type0 = 1n << 6n;
const access2 = 1n << 9n;
const shared = 1n << 10n;
const notGlobal = 1n << 11n;
const frameMask = 0xffff_f000n;

const frame: Field = {name: 'frame', low: 12, high: 31, text: 'physical address bits 12 to 31'};

const fields: Field[] = [
	{name: 'XN', low: 0, high: 0, text: 'no instruction fetch'},
	{name: 'type', low: 1, high: 1, text: '1 is a small page; clear, XN makes it a large one'},
	{name: 'B', low: 2, high: 2, text: 'bufferable: memory type'},
	{name: 'C', low: 3, high: 3, text: 'cacheable: memory type'},
	{name: 'AP0', low: 4, high: 4, text: 'the kernel may use it'},
	{name: 'AP1', low: 5, high: 5, text: 'user space may use it'},
	{name: 'TEX', low: 6, high: 8, text: 'memory type'},
	{name: 'APX', low: 9, high: 9, text: 'nobody may write'},
	{name: 'S', low: 10, high: 10, text: 'shareable'},
	{name: 'nG', low: 11, high: 11, text: 'belongs to one address space'},
	frame,
];

const tableFields: Field[] = [
	{name: 'type', low: 0, high: 1, text: '1 is a table, 2 a section of 1 MiB'},
	{name: 'PXN', low: 2, high: 2, text: 'the kernel fetches no instructions from anything below'},
	{name: 'NS', low: 3, high: 3, text: 'not secure'},
	{name: 'SBZ', low: 4, high: 4, text: 'ignored; the kernel sets it'},
	{name: 'domain', low: 5, high: 8, text: 'domain: 0 kernel, 1 user'},
	{name: 'P', low: 9, high: 9, text: 'left to the implementation'},
	{name: 'table', low: 10, high: 31, text: 'physical address of the table, bits 10 to 31'},
];

const page = {mask: small, value: small};

const kernelPresent = 1n << 0n;
const kernelYoung = 1n << 1n;
const writeAllocate = 7n << 2n;
const kernelDirty = 1n << 6n;
const kernelUser = 1n << 8n;
const kernelNeverExecute = 1n << 9n;
const kernelPage = kernelPresent | kernelYoung | writeAllocate | kernelDirty | kernelNeverExecute | shared;

const kernelFields: Field[] = [
	{name: 'PRESENT', low: 0, high: 0, text: 'maps a page'},
	{name: 'YOUNG', low: 1, high: 1, text: 'was used; clear keeps the hardware entry empty'},
	{name: 'MT', low: 2, high: 5, text: 'memory type'},
	{name: 'DIRTY', low: 6, high: 6, text: 'was written; clear keeps the hardware entry read-only'},
	{name: 'RDONLY', low: 7, high: 7, text: 'nobody may write'},
	{name: 'USER', low: 8, high: 8, text: 'user space may use it'},
	{name: 'XN', low: 9, high: 9, text: 'no instruction fetch'},
	{name: 'SHARED', low: 10, high: 10, text: 'shareable'},
	{name: 'NONE', low: 11, high: 11, text: 'there, but the hardware entry is empty'},
	frame,
];

const hardwarePage = small | neverExecute | bufferable | cacheable | access0 | type0 | shared;

export const modes: Arch[] = [
	{
		id: 'arm',
		family: 'arm',
		text: 'arm, short descriptors: a Linux table and a hardware table, 32-bit entries, 4 KiB pages',
		triple: 'armv7-linux-gnueabihf',
		pointerBits: 32,
		bigEndian: false,
		notes: [
			'upstream has no arena on 32-bit machines; this one has 64 MiB of address space',
			'an ARMv7 multiprocessor: flushes are broadcast and may be asked for with interrupts off; older ones use IPIs',
			'not-present entries are not cached and a live entry is not repointed without invalidation (both UNVERIFIED for ARMv7)',
			'sections and large pages are not walked; domains and the secure bit are not looked at',
			'one root for the kernel and one for user space, without the copy of the kernel entries in each',
		],
		pageShift: 12,
		physOffset: 0x4000_0000n,
		// 240 MiB below 0xff800000, the default reserve.
		vmallocStart: 0xf080_0000n,
		userStart: 0x4000_0000n,
		vaBits: 32,
		signExtended: false,
		levels: [
			{
				name: 'pgd',
				shift: 20,
				bits: 12,
				entryBytes: 4,
				empty: 0n,
				table: {mask: 3n, value: 1n},
				tableAddressMask: 0xffff_fc00n,
				tableFlags: 0x11n,
				tableFields,
			},
			{name: 'pte', shift: 12, bits: 8, entryBytes: 4, empty: 0n, leaf: page},
		],
		leafAddressMask: frameMask,
		leafAddressShift: 0,
		fields,
		hardware: {
			valid: page,
			writable: {mask: access0 | access2, value: access0},
			user: {mask: access1, value: access1},
			accessedMask: 0n,
			dirtyMask: 0n,
			setsAccessedDirty: 'software',
		},
		pageKernel: hardwarePage,
		pageUser: hardwarePage | access1 | notGlobal,
		noneIgnores: 0n,
		notPresentCached: 'no',
		breakBeforeMake: true,
		flush: 'broadcast',
		clear: 'split',
		upstream: {trySet: false, faultHook: false, arena: false},
		defines: {},
		walkRegisters,
		vectors: [{pfn: 0x12345n, value: 0x1234_545fn}],
		kernelLeaf: {
			// The hardware's half begins 2 KiB into the frame.
			offset: -2048,
			present: {mask: kernelPresent, value: kernelPresent},
			empty: 0n,
			addressMask: frameMask,
			pageKernel: kernelPage,
			pageUser: kernelPage | kernelUser,
			fields: kernelFields,
			vectors: [{pfn: 0x12345n, value: 0x1234_565fn}],
		},
	},
];
