/**
 * Where things lie in memory: the target's data layout string, and sizes, alignments, field offsets and leaves of types.
 *
 * The string is the one in the module (`target datalayout = "E-m:e-i64:64-…"`); what it does not say has LLVM's default.
 */
import {type Fail, type StructType, type Type, typeText} from './types.ts';

/** One scalar of a flattened type. */
export interface Leaf {
	/** Significant bits, 1 to 64. */
	width: number;
	/** Bytes from the start of the whole. For a wide integer's half: offset of the integer. */
	offset: number;
	/** Absent for an integer of at most 64 bits or a pointer; else which half of a wide integer, of `bits` in all. */
	half?: {part: 'low' | 'high'; bits: number};
}

export interface Layout {
	pointerBits: 32 | 64;
	bigEndian: boolean;
	/** Bytes the type takes in an array, padding included. */
	sizeOf: (type: Type) => number;
	/** ABI alignment in bytes. */
	alignOf: (type: Type) => number;
	/** Byte offset of each field. */
	fieldOffsets: (type: StructType) => number[];
	/** The scalars a value of the type is made of, in order; none for void. Fails on what the lab has no scalar for. */
	leaves: (type: Type) => readonly Leaf[];
}

/** A first-class aggregate of more scalars than this is refused: C code does not make any. */
const maximumLeaves = 1024;
/** Widest integer that is legalised into a pair. */
const maximumBits = 128;

/** Read a data layout string. */
export function parseLayout(text: string, fail: Fail): Layout {
	const integerAligns = new Map([
		[1, 1],
		[8, 1],
		[16, 2],
		[32, 4],
		[64, 4],
	]);
	let pointer = {bits: 64, align: 8};
	let aggregateAlign = 1;
	for (const item of text.split('-')) {
		const [head = '', ...numbers] = item.split(':');
		const align = Number(numbers[head.startsWith('p') ? 1 : 0]) / 8;
		if (head === 'p' || head === 'p0') pointer = {bits: Number(numbers[0]), align};
		else if (head === 'p1' && Number(numbers[0]) !== pointer.bits)
			fail(`address space 1 has ${numbers[0]} bits`);
		else if (/^i\d+$/.test(head)) integerAligns.set(Number(head.slice(1)), align);
		else if (head === 'a') aggregateAlign = Math.max(1, align);
	}
	if (pointer.bits !== 32 && pointer.bits !== 64) fail(`pointers of ${pointer.bits} bits are not supported`);
	return makeLayout({
		pointerBits: pointer.bits === 32 ? 32 : 64,
		pointerAlign: pointer.align,
		bigEndian: text.startsWith('E'),
		aggregateAlign,
		integerAligns: [...integerAligns].sort((a, b) => a[0] - b[0]),
		fail,
	});
}

interface LayoutFacts {
	pointerBits: 32 | 64;
	pointerAlign: number;
	bigEndian: boolean;
	aggregateAlign: number;
	/** Pairs of bits and alignment in bytes, by bits. */
	integerAligns: [number, number][];
	fail: Fail;
}

function makeLayout(facts: LayoutFacts): Layout {
	const {fail, pointerBits} = facts;
	const sizes = new Map<Type, number>();
	const leafLists = new Map<Type, Leaf[]>();

	function integerAlign(bits: number): number {
		const wideEnough = facts.integerAligns.find(([listed]) => listed >= bits);
		return (wideEnough ?? facts.integerAligns[facts.integerAligns.length - 1]!)[1];
	}

	function alignOf(type: Type): number {
		switch (type.kind) {
			case 'integer':
				return integerAlign(type.bits);
			case 'pointer':
				return facts.pointerAlign;
			case 'array':
				return alignOf(type.element);
			case 'struct': {
				if (type.packed) return 1;
				return type.fields.reduce((most, field) => Math.max(most, alignOf(field)), facts.aggregateAlign);
			}
			case 'named':
				return alignOf(type.body ?? fail(`the struct %${type.name} has no definition`));
			default:
				return fail(`type ${typeText(type)} is not supported`);
		}
	}

	function computeSize(type: Type): number {
		switch (type.kind) {
			case 'integer':
				return alignUp(Math.ceil(type.bits / 8), integerAlign(type.bits));
			case 'pointer':
				return pointerBits / 8;
			case 'array':
				return type.count * sizeOf(type.element);
			case 'struct': {
				const last = type.fields.length - 1;
				if (last < 0) return 0;
				return alignUp(fieldOffsets(type)[last]! + sizeOf(type.fields[last]!), alignOf(type));
			}
			case 'named':
				return sizeOf(type.body ?? fail(`the struct %${type.name} has no definition`));
			default:
				return fail(`type ${typeText(type)} is not supported`);
		}
	}

	function sizeOf(type: Type): number {
		let size = sizes.get(type);
		if (size === undefined) {
			size = computeSize(type);
			sizes.set(type, size);
		}
		return size;
	}

	function fieldOffsets(type: StructType): number[] {
		let end = 0;
		return type.fields.map(field => {
			const offset = type.packed ? end : alignUp(end, alignOf(field));
			end = offset + sizeOf(field);
			return offset;
		});
	}

	function computeLeaves(type: Type): Leaf[] {
		switch (type.kind) {
			case 'void':
				return [];
			case 'integer':
				return integerLeaves(type.bits);
			case 'pointer':
				return [{width: pointerBits, offset: 0}];
			case 'array': {
				const stride = sizeOf(type.element);
				if (type.count > maximumLeaves) fail(`a value of type ${typeText(type)} is not supported`);
				return Array.from({length: type.count}, (_, index) =>
					shifted(leaves(type.element), index * stride),
				).flat();
			}
			case 'struct': {
				const offsets = fieldOffsets(type);
				return type.fields.flatMap((field, index) => shifted(leaves(field), offsets[index]!));
			}
			case 'named':
				return [...leaves(type.body ?? fail(`the struct %${type.name} has no definition`))];
			default:
				return fail(`type ${typeText(type)} is not supported`);
		}
	}

	function integerLeaves(bits: number): Leaf[] {
		if (bits <= 64) return [{width: bits, offset: 0}];
		if (bits > maximumBits) fail(`integers of ${bits} bits are not supported`);
		return [
			{width: 64, offset: 0, half: {part: 'low', bits}},
			{width: bits - 64, offset: 0, half: {part: 'high', bits}},
		];
	}

	function leaves(type: Type): readonly Leaf[] {
		let list = leafLists.get(type);
		if (list === undefined) {
			list = computeLeaves(type);
			if (list.length > maximumLeaves) fail(`a value of type ${typeText(type)} is not supported`);
			leafLists.set(type, list);
		}
		return list;
	}

	return {pointerBits, bigEndian: facts.bigEndian, sizeOf, alignOf, fieldOffsets, leaves};
}

/** The least multiple of `align` that is not below `value`. */
export function alignUp(value: number, align: number): number {
	return Math.ceil(value / align) * align;
}

function shifted(leaves: readonly Leaf[], offset: number): Leaf[] {
	return offset === 0 ? [...leaves] : leaves.map(leaf => ({...leaf, offset: leaf.offset + offset}));
}
