/**
 * memcpy, memmove and memset: short ones of known length as loads and stores, others as calls of the C functions.
 */
import {binary, callFunction, constant, type FunctionDraft, resize, truncate, zeroExtend} from './builder.ts';
import type {Operand} from './ir.ts';
import {at, loadBits, type Place, storeBits} from './memory.ts';
import type {Argument} from './values.ts';

/** Longest copy or fill that is expanded, in bytes. */
const expandLimit = 64;
/** The same for memory that the C functions cannot reach (address space 1). */
const expandLimitOtherSpace = 1024;

interface Pointer {
	operand: Operand;
	space: 0 | 1;
}

export interface Copy {
	to: Pointer;
	from: Pointer;
	/** Bytes, at least 1. */
	toAlign: number;
	fromAlign: number;
	/** Bytes to copy, of pointer width. */
	length: Operand;
	volatile: boolean;
	mayOverlap: boolean;
}

/** Append a copy. */
export function copyMemory(draft: FunctionDraft, copy: Copy): void {
	const {length, to, from} = copy;
	const otherSpace = to.space === 1 || from.space === 1;
	if (!canExpand(draft, length, otherSpace)) {
		callRuntime(draft, copy.mayOverlap ? 'memmove' : 'memcpy', [to.operand, from.operand, length]);
		return;
	}
	const source = placeFor(from, copy.fromAlign, copy.volatile);
	const target = placeFor(to, copy.toAlign, copy.volatile);
	const pieces = cutLength(Number(length.value), Math.min(copy.toAlign, copy.fromAlign));
	const load = ({offset, bits}: Piece) => loadBits(draft, bits, at(draft, source, offset));
	// Everything is loaded before anything is stored where the two may overlap.
	const loaded = copy.mayOverlap ? pieces.map(load) : null;
	pieces.forEach((piece, index) => {
		const value = loaded?.[index] ?? load(piece);
		storeBits(draft, piece.bits, value, at(draft, target, piece.offset));
	});
}

/** Lower a call of `llvm.memcpy`, `llvm.memmove` or `llvm.memset`. */
export function lowerMemoryIntrinsic(
	draft: FunctionDraft,
	kind: 'memcpy' | 'memmove' | 'memset',
	args: readonly Argument[],
): void {
	const [target, second, size, isVolatile] = args;
	const flag = isVolatile?.parts[0];
	if (target === undefined || second === undefined || size === undefined || flag?.kind !== 'constant') {
		draft.module.fail(`unexpected arguments of ${kind}`);
	}
	const {layout} = draft.module;
	const length = resize(draft, layout.leaves(size.type)[0]!.width, layout.pointerBits, size.parts[0]!);
	const volatile = flag.value === 1n;
	if (kind === 'memset') {
		fillMemory(draft, {
			to: pointerOf(target),
			align: target.align || 1,
			value: second.parts[0]!,
			length,
			volatile,
		});
		return;
	}
	copyMemory(draft, {
		to: pointerOf(target),
		from: pointerOf(second),
		toAlign: target.align || 1,
		fromAlign: second.align || 1,
		length,
		volatile,
		mayOverlap: kind === 'memmove',
	});
}

interface Fill {
	to: Pointer;
	align: number;
	/** Byte to fill with. */
	value: Operand;
	length: Operand;
	volatile: boolean;
}

function fillMemory(draft: FunctionDraft, {to, align, value, length, volatile}: Fill): void {
	if (!canExpand(draft, length, to.space === 1)) {
		callRuntime(draft, 'memset', [to.operand, zeroExtend(draft, 8, 32, value), length]);
		return;
	}
	const target = placeFor(to, align, volatile);
	const repeated = binary(
		draft,
		'mul',
		64,
		zeroExtend(draft, 8, 64, value),
		constant(64, 0x0101010101010101n),
	);
	for (const {offset, bits} of cutLength(Number(length.value), align)) {
		storeBits(draft, bits, truncate(draft, 64, bits, repeated), at(draft, target, offset));
	}
}

function canExpand(
	draft: FunctionDraft,
	length: Operand,
	otherSpace: boolean,
): length is Operand & {kind: 'constant'} {
	if (length.kind === 'constant' && length.value <= (otherSpace ? expandLimitOtherSpace : expandLimit))
		return true;
	if (otherSpace) draft.module.fail('a long or variable copy or fill in address space 1 is not supported');
	return false;
}

function callRuntime(draft: FunctionDraft, name: 'memcpy' | 'memmove' | 'memset', args: Operand[]): void {
	const pointer = {width: draft.module.layout.pointerBits};
	const second = name === 'memset' ? {width: 32} : pointer;
	draft.module.runtime.add(name);
	callFunction(draft, {kind: 'direct', name}, args, [pointer, second, pointer], [pointer]);
}

interface Piece {
	/** Bytes from the start. */
	offset: number;
	bits: 8 | 16 | 32 | 64;
}

/** Accesses that make up `length` bytes: as wide as the alignment allows. */
function cutLength(length: number, align: number): Piece[] {
	const pieces: Piece[] = [];
	for (let offset = 0; offset < length; ) {
		const limit = Math.min(align, length - offset);
		const bits = limit >= 8 ? 64 : limit >= 4 ? 32 : limit >= 2 ? 16 : 8;
		pieces.push({offset, bits});
		offset += bits / 8;
	}
	return pieces;
}

function pointerOf(argument: Argument): Pointer {
	const space = argument.type.kind === 'pointer' && argument.type.space === 1 ? 1 : 0;
	return {operand: argument.parts[0]!, space};
}

function placeFor(pointer: Pointer, align: number, volatile: boolean): Place {
	return {address: pointer.operand, ordering: 'plain', volatile, space: pointer.space, align};
}
