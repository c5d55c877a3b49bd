/** Named fields of arm64 descriptors (arch-facts.md 3.3), by page size and width of physical addresses. */
import type {Field} from '../arch.ts';

/** What the fields depend on. */
export interface Layout {
	pageShift: number;
	/** 52: bits 50 and 51 of an address take the place of the shareability (LPA2). */
	paBits: 48 | 52;
}

const validField: Field = {
	name: 'VALID',
	low: 0,
	high: 0,
	text: 'valid: the walker may use the descriptor',
};

/** The address bits, and the bits beside them that are reserved. */
function addressFields({pageShift, paBits}: Layout, name: string, text: string): Field[] {
	const high = paBits === 52 ? 49 : 47;
	const below: Field = {
		name: 'reserved12',
		low: 12,
		high: pageShift - 1,
		text: 'reserved with pages of this size',
	};
	const above: Field = {
		name: 'reserved',
		low: 48,
		high: 49,
		text: 'reserved with 48-bit physical addresses',
	};
	return [
		...(pageShift > 12 ? [below] : []),
		{name, low: pageShift, high, text: `${text} bits ${pageShift} to ${high}`},
		...(paBits === 48 ? [above] : []),
	];
}

/** Fields of a page or a block. `typeText` says what bit 1 is. */
export function leafFields(layout: Layout, typeText: string): Field[] {
	return [
		validField,
		{name: 'TYPE', low: 1, high: 1, text: typeText},
		{name: 'ATTR', low: 2, high: 4, text: 'index of the memory type'},
		{name: 'NS', low: 5, high: 5, text: 'non-secure'},
		{name: 'USER', low: 6, high: 6, text: 'user space may use it'},
		{name: 'RDONLY', low: 7, high: 7, text: 'read only'},
		layout.paBits === 52
			? {name: 'frame50', low: 8, high: 9, text: 'physical address bits 50 and 51'}
			: {name: 'SH', low: 8, high: 9, text: 'shareability: 3 is inner shareable'},
		{name: 'AF', low: 10, high: 10, text: 'access flag; clear makes an access fault'},
		{
			name: 'NG',
			low: 11,
			high: 11,
			text: 'not global; in a non-valid entry the kernel calls it present-invalid',
		},
		...addressFields(layout, 'frame', 'physical address'),
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
}

/** Fields of a descriptor that points to a table. */
export function tableFields(layout: Layout): Field[] {
	const low: Field[] =
		layout.paBits === 52
			? [
					{name: 'ignored2', low: 2, high: 7, text: 'ignored by the walker'},
					{name: 'table50', low: 8, high: 9, text: 'address of the next table, bits 50 and 51'},
					{name: 'ignored10', low: 10, high: 11, text: 'ignored by the walker'},
				]
			: [{name: 'ignored2', low: 2, high: 11, text: 'ignored by the walker'}];
	return [
		validField,
		{name: 'TYPE', low: 1, high: 1, text: 'the descriptor points to a table'},
		...low,
		...addressFields(layout, 'table', 'physical address of the next table,'),
		{name: 'ignored50', low: 50, high: 58, text: 'ignored by the walker'},
		{name: 'PXNTABLE', low: 59, high: 59, text: 'no instruction fetch by the kernel from anything below'},
		{name: 'UXNTABLE', low: 60, high: 60, text: 'no instruction fetch by user space from anything below'},
		{name: 'APTABLE0', low: 61, high: 61, text: 'no user access to anything below'},
		{name: 'APTABLE1', low: 62, high: 62, text: 'no write to anything below'},
		{name: 'NSTABLE', low: 63, high: 63, text: 'non-secure tables below'},
	];
}
