/**
 * Memory accesses: load, store, atomic operations, fences and stack objects.
 *
 * An access becomes one instruction when its width is 8, 16, 32 or 64 bits. Other widths (bitfields give i24 or i48,
 * wide integers, aggregates) are made of several, placed as the byte order has it; an atomic access never is.
 */
import {parseAlign} from './attributes.ts';
import {
	addOffset,
	binary,
	constant,
	emit,
	type FunctionDraft,
	leavesOf,
	newRegister,
	registerOperand,
	resize,
	scalarWidth,
	truncate,
} from './builder.ts';
import type {Access, Operand, Ordering, RmwOperator} from './ir.ts';
import type {Leaf} from './layout.ts';
import {expect, expectText, readType} from './module.ts';
import type {Type} from './types.ts';
import {readPointer, readScalar, readTypedValue} from './values.ts';

/** An access before its width is known. */
export type Place = Omit<Access, 'width'>;

const orderings: Record<string, Ordering> = {
	unordered: 'unordered',
	monotonic: 'relaxed',
	acquire: 'acquire',
	release: 'release',
	acq_rel: 'acq_rel',
	seq_cst: 'seq_cst',
};

const rmwOperators = new Set([
	'xchg',
	'add',
	'sub',
	'and',
	'or',
	'xor',
	'nand',
	'max',
	'min',
	'umax',
	'umin',
]);

/** Read `load [atomic] [volatile] <type>, ptr <p> [scope] [ordering][, align n]` after the word load. */
export function readLoad(draft: FunctionDraft): readonly Operand[] {
	const {lexer} = draft.module;
	const atomic = lexer.acceptWord('atomic');
	const volatile = lexer.acceptWord('volatile');
	const type = readType(draft.module);
	expect(draft.module, ',');
	const place = readPlace(draft, atomic, volatile, type);
	return loadValue(draft, type, place);
}

/** Read `store [atomic] [volatile] <type> <value>, ptr <p> …` after the word store. */
export function readStore(draft: FunctionDraft): null {
	const {lexer} = draft.module;
	const atomic = lexer.acceptWord('atomic');
	const volatile = lexer.acceptWord('volatile');
	const {type, parts} = readTypedValue(draft);
	expect(draft.module, ',');
	storeValue(draft, type, parts, readPlace(draft, atomic, volatile, type));
	return null;
}

/** Read `cmpxchg [weak] [volatile] ptr <p>, <type> <expected>, <type> <new> [scope] <success> <failure>[, align n]`. */
export function readCmpxchg(draft: FunctionDraft): readonly Operand[] {
	const {lexer} = draft.module;
	lexer.acceptWord('weak');
	const volatile = lexer.acceptWord('volatile');
	const {operand: address, space} = readPointer(draft);
	expect(draft.module, ',');
	const expected = readScalar(draft);
	expect(draft.module, ',');
	const replacement = readScalar(draft).operand;
	skipScope(draft);
	const ordering = strongest(readOrdering(draft), readOrdering(draft));
	const width = atomicWidth(draft, expected.width);
	const align = readOptionalAlign(draft) || width / 8;
	const to = newRegister(draft, width);
	const success = newRegister(draft, 1);
	const access = {address, width, ordering, volatile, space, align};
	emit(draft, {op: 'cmpxchg', to, success, expected: expected.operand, replacement, ...access});
	return [registerOperand(to), registerOperand(success)];
}

/** Read `atomicrmw [volatile] <operation> ptr <p>, <type> <value> [scope] <ordering>[, align n]`. */
export function readRmw(draft: FunctionDraft): readonly Operand[] {
	const {lexer} = draft.module;
	const volatile = lexer.acceptWord('volatile');
	const operator = lexer.text;
	if (!isRmwOperator(operator)) draft.module.fail(`atomicrmw '${operator}' is not supported`);
	lexer.next();
	const {operand: address, space} = readPointer(draft);
	expect(draft.module, ',');
	const {operand: value, width: valueWidth} = readScalar(draft);
	skipScope(draft);
	const ordering = readOrdering(draft);
	const width = atomicWidth(draft, valueWidth);
	const align = readOptionalAlign(draft) || width / 8;
	const to = newRegister(draft, width);
	emit(draft, {op: 'rmw', operator, to, value, address, width, ordering, volatile, space, align});
	return [registerOperand(to)];
}

/** Read `fence [scope] <ordering>`; one for the same thread only (a signal fence) needs no instruction. */
export function readFence(draft: FunctionDraft): null {
	const scope = skipScope(draft);
	const ordering = readOrdering(draft);
	if (scope !== 'singlethread') emit(draft, {op: 'fence', ordering});
	return null;
}

/** Read `alloca <type>[, <type> <count>][, align n]`; in block 0 with a constant size it is a frame slot. */
export function readAlloca(draft: FunctionDraft, isEntry: boolean): readonly Operand[] {
	const {lexer, layout} = draft.module;
	if (lexer.isWord('inalloca') || lexer.isWord('swifterror'))
		draft.module.fail(`'${lexer.text}' is not supported`);
	const type = readType(draft.module);
	const width = layout.pointerBits;
	let count = constant(width, 1);
	let align = layout.alignOf(type);
	while (lexer.is(',') && !nextIsMetadata(draft)) {
		lexer.next();
		if (lexer.acceptWord('align')) {
			align = parseAlign(lexer, draft.module.fail);
		} else {
			const amount = readScalar(draft);
			count = resize(draft, amount.width, width, amount.operand);
		}
	}
	const unit = layout.sizeOf(type);
	if (isEntry && count.kind === 'constant') {
		draft.frame.push({size: unit * Number(count.value), align, name: ''});
		return [{kind: 'frame', slot: draft.frame.length - 1, offset: 0}];
	}
	const to = newRegister(draft, width);
	emit(draft, {op: 'alloca', to, size: binary(draft, 'mul', width, count, constant(width, unit)), align});
	return [registerOperand(to)];
}

/** Load a value of any type, leaf by leaf. */
export function loadValue(draft: FunctionDraft, type: Type, place: Place): readonly Operand[] {
	return leavesOf(draft, type).map(leaf =>
		loadBits(draft, leaf.width, at(draft, place, leafOffset(draft, leaf))),
	);
}

/** Store a value of any type, leaf by leaf. */
export function storeValue(draft: FunctionDraft, type: Type, parts: readonly Operand[], place: Place): void {
	leavesOf(draft, type).forEach((leaf, index) => {
		storeBits(draft, leaf.width, parts[index]!, at(draft, place, leafOffset(draft, leaf)));
	});
}

/** Load an integer of 1 to 64 bits. */
export function loadBits(draft: FunctionDraft, width: number, place: Place): Operand {
	const pieces = piecesOf(draft, width, place);
	const whole = Math.ceil(width / 8) * 8;
	let result = constant(whole, 0);
	for (const piece of pieces) {
		const to = newRegister(draft, piece.width);
		emit(draft, {op: 'load', to, ...at(draft, place, piece.offset), width: piece.width});
		const wide = resize(draft, piece.width, whole, registerOperand(to));
		const moved = binary(draft, 'shl', whole, wide, constant(whole, piece.shift));
		result = binary(draft, 'or', whole, result, moved);
	}
	return truncate(draft, whole, width, result);
}

/** Store an integer of 1 to 64 bits; it fills its last byte with zeros. */
export function storeBits(draft: FunctionDraft, width: number, value: Operand, place: Place): void {
	const pieces = piecesOf(draft, width, place);
	const whole = Math.ceil(width / 8) * 8;
	const wide = resize(draft, width, whole, value);
	for (const piece of pieces) {
		const moved = binary(draft, 'lshr', whole, wide, constant(whole, piece.shift));
		const part = resize(draft, whole, piece.width, moved);
		emit(draft, {op: 'store', value: part, ...at(draft, place, piece.offset), width: piece.width});
	}
}

/** The same place some bytes further, with the alignment that leaves. */
export function at(draft: FunctionDraft, place: Place, offset: number): Place {
	if (offset === 0) return place;
	const align = Math.min(place.align, offset & -offset);
	return {...place, address: addOffset(draft, place.address, offset), align};
}

interface Piece {
	width: 8 | 16 | 32 | 64;
	/** Bytes from the address. */
	offset: number;
	/** Where the piece's lowest bit is in the integer. */
	shift: number;
}

/** Accesses an integer is made of: the largest power of two first, as LLVM lays odd widths out. */
function piecesOf(draft: FunctionDraft, width: number, place: Place): Piece[] {
	const total = Math.ceil(width / 8);
	const pieces: Piece[] = [];
	for (let offset = 0; offset < total; ) {
		const size = largestPowerOfTwo(total - offset);
		const shift = 8 * (draft.module.layout.bigEndian ? total - offset - size : offset);
		pieces.push({width: accessWidth(draft, size * 8), offset, shift});
		offset += size;
	}
	if (pieces.length > 1 && place.ordering !== 'plain') {
		draft.module.fail(`an atomic access of ${width} bits is not supported`);
	}
	return pieces;
}

function largestPowerOfTwo(limit: number): number {
	let size = 8;
	while (size > limit) size /= 2;
	return size;
}

function accessWidth(draft: FunctionDraft, bits: number): 8 | 16 | 32 | 64 {
	if (bits === 8 || bits === 16 || bits === 32 || bits === 64) return bits;
	return draft.module.fail(`an atomic access of ${bits} bits is not supported`);
}

function atomicWidth(draft: FunctionDraft, bits: number): 8 | 16 | 32 | 64 {
	return accessWidth(draft, bits);
}

/** Offset of a leaf in memory; the halves of a wide integer change places with the byte order. */
function leafOffset(draft: FunctionDraft, leaf: Leaf): number {
	if (leaf.half === undefined) return leaf.offset;
	const first = draft.module.layout.bigEndian ? 'high' : 'low';
	if (leaf.half.part === first) return leaf.offset;
	const firstBits = first === 'low' ? 64 : leaf.half.bits - 64;
	return leaf.offset + Math.ceil(firstBits / 8);
}

function readPlace(draft: FunctionDraft, atomic: boolean, volatile: boolean, type: Type): Place {
	const {operand: address, space} = readPointer(draft);
	let ordering: Ordering = 'plain';
	if (atomic) {
		skipScope(draft);
		ordering = readOrdering(draft);
		accessWidth(draft, scalarWidth(draft, type));
	}
	const align = readOptionalAlign(draft) || draft.module.layout.alignOf(type);
	return {address, ordering, volatile, space, align};
}

/** Skip `syncscope("…")` and give the scope's name. */
function skipScope(draft: FunctionDraft): string {
	if (!draft.module.lexer.acceptWord('syncscope')) return '';
	expect(draft.module, '(');
	const scope = expectText(draft.module, 'string');
	expect(draft.module, ')');
	return scope;
}

function readOrdering(draft: FunctionDraft): Ordering {
	const {lexer} = draft.module;
	const ordering = Object.hasOwn(orderings, lexer.text) ? orderings[lexer.text] : undefined;
	if (ordering === undefined) return draft.module.fail(`expected a memory ordering, found '${lexer.text}'`);
	lexer.next();
	return ordering;
}

/** One ordering that is at least as strong as both. */
function strongest(success: Ordering, failure: Ordering): Ordering {
	if (success === 'seq_cst' || failure === 'seq_cst') return 'seq_cst';
	if (failure === 'acquire' && success === 'release') return 'acq_rel';
	if (failure === 'acquire' && success === 'relaxed') return 'acquire';
	return success;
}

/** Read `, align n` if it is next; 0 without one. */
function readOptionalAlign(draft: FunctionDraft): number {
	const {lexer} = draft.module;
	if (!lexer.is(',') || nextIsMetadata(draft)) return 0;
	lexer.next();
	if (!lexer.acceptWord('align')) return draft.module.fail(`expected 'align', found '${lexer.text}'`);
	return parseAlign(lexer, draft.module.fail);
}

/** After the current comma comes metadata. */
export function nextIsMetadata(draft: FunctionDraft): boolean {
	const {lexer} = draft.module;
	return lexer.source.startsWith(' !', lexer.end);
}

function isRmwOperator(text: string): text is RmwOperator {
	return rmwOperators.has(text);
}
