/**
 * Integers of 65 to 128 bits, as pairs: `[low 64 bits, the rest]`, each half zero-extended like any other value.
 *
 * Operations work on 128 bits and cut the high half down to its width again.
 */
import {
	binary,
	compare,
	constant,
	type FunctionDraft,
	resize,
	select,
	signExtend,
	truncate,
	zeroExtend,
} from './builder.ts';
import type {BinaryOperator, Operand, Predicate} from './ir.ts';

/** Low and high 64 bits. */
type Pair = readonly [Operand, Operand];

/** left `operator` right on `bits` bits, 65 to 128. */
export function wideBinary(
	draft: FunctionDraft,
	operator: BinaryOperator,
	bits: number,
	left: readonly Operand[],
	right: readonly Operand[],
): readonly Operand[] {
	const signed = operator === 'ashr';
	const a = extendPair(draft, bits, left, signed);
	const b = extendPair(draft, bits, right, false);
	return cut(draft, bits, computePair(draft, operator, a, b));
}

function computePair(draft: FunctionDraft, operator: BinaryOperator, a: Pair, b: Pair): Pair {
	switch (operator) {
		case 'and':
		case 'or':
		case 'xor':
			return [binary(draft, operator, 64, a[0], b[0]), binary(draft, operator, 64, a[1], b[1])];
		case 'add':
			return addPairs(draft, a, b);
		case 'sub':
			return subtractPairs(draft, a, b);
		case 'mul':
			return multiplyPairs(draft, a, b);
		case 'shl':
		case 'lshr':
		case 'ashr':
			return shiftPair(draft, operator, a, b[0]);
		default:
			return draft.module.fail(`'${operator}' of integers above 64 bits is not supported`);
	}
}

/** The comparison of two integers of `bits` bits, 65 to 128: one bit. */
export function wideCompare(
	draft: FunctionDraft,
	predicate: Predicate,
	bits: number,
	left: readonly Operand[],
	right: readonly Operand[],
): Operand {
	const signed = predicate.startsWith('s');
	const a = extendPair(draft, bits, left, signed);
	const b = extendPair(draft, bits, right, signed);
	if (predicate === 'eq' || predicate === 'ne') {
		const low = binary(draft, 'xor', 64, a[0], b[0]);
		const high = binary(draft, 'xor', 64, a[1], b[1]);
		return compare(draft, predicate, 64, binary(draft, 'or', 64, low, high), constant(64, 0));
	}
	const sameHigh = compare(draft, 'eq', 64, a[1], b[1]);
	const lowHolds = compare(draft, unsignedOf(predicate), 64, a[0], b[0]);
	const highHolds = compare(draft, predicate, 64, a[1], b[1]);
	return select(draft, 1, sameHigh, lowHolds, highHolds);
}

/** Truncate or extend where either type is above 64 bits. */
export function convertWide(
	draft: FunctionDraft,
	kind: 'zeroExtend' | 'signExtend',
	fromBits: number,
	toBits: number,
	parts: readonly Operand[],
): readonly Operand[] {
	const pair = extendPair(draft, fromBits, parts, kind === 'signExtend');
	if (toBits > 64) return cut(draft, toBits, pair);
	return [truncate(draft, 64, toBits, pair[0])];
}

/** The 128-bit product of two 64-bit integers. */
export function multiplyFull(draft: FunctionDraft, a: Operand, b: Operand): Pair {
	const mask = constant(64, 0xffffffffn);
	const half = constant(64, 32);
	const multiply = (x: Operand, y: Operand) => binary(draft, 'mul', 64, x, y);
	const add = (x: Operand, y: Operand) => binary(draft, 'add', 64, x, y);
	const low = (x: Operand) => binary(draft, 'and', 64, x, mask);
	const high = (x: Operand) => binary(draft, 'lshr', 64, x, half);
	const lowLow = multiply(low(a), low(b));
	const highLow = multiply(high(a), low(b));
	const lowHigh = multiply(low(a), high(b));
	const highHigh = multiply(high(a), high(b));
	// None of these sums overflows: (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1.
	const middle = add(highLow, high(lowLow));
	const cross = add(lowHigh, low(middle));
	return [multiply(a, b), add(add(highHigh, high(middle)), high(cross))];
}

/** Low and high 64 bits of an integer of `bits` bits extended to 128. */
export function extendPair(
	draft: FunctionDraft,
	bits: number,
	parts: readonly Operand[],
	signed: boolean,
): Pair {
	const extend = signed ? signExtend : zeroExtend;
	const [first, second] = parts as [Operand, Operand | undefined];
	if (bits > 64) return [first, extend(draft, bits - 64, 64, second ?? constant(64, 0))];
	const low = extend(draft, bits, 64, first);
	return [low, signed ? binary(draft, 'ashr', 64, low, constant(64, 63)) : constant(64, 0)];
}

/** A pair as the halves of an integer of `bits` bits, 65 to 128. */
export function cut(draft: FunctionDraft, bits: number, pair: Pair): readonly Operand[] {
	return [pair[0], resize(draft, 64, bits - 64, pair[1])];
}

function addPairs(draft: FunctionDraft, a: Pair, b: Pair): Pair {
	const low = binary(draft, 'add', 64, a[0], b[0]);
	const carry = zeroExtendBit(draft, compare(draft, 'ult', 64, low, a[0]));
	return [low, binary(draft, 'add', 64, binary(draft, 'add', 64, a[1], b[1]), carry)];
}

function subtractPairs(draft: FunctionDraft, a: Pair, b: Pair): Pair {
	const borrow = zeroExtendBit(draft, compare(draft, 'ult', 64, a[0], b[0]));
	const high = binary(draft, 'sub', 64, binary(draft, 'sub', 64, a[1], b[1]), borrow);
	return [binary(draft, 'sub', 64, a[0], b[0]), high];
}

function multiplyPairs(draft: FunctionDraft, a: Pair, b: Pair): Pair {
	const [low, high] = multiplyFull(draft, a[0], b[0]);
	const left = binary(draft, 'mul', 64, a[0], b[1]);
	const right = binary(draft, 'mul', 64, a[1], b[0]);
	return [low, binary(draft, 'add', 64, high, binary(draft, 'add', 64, left, right))];
}

function shiftPair(
	draft: FunctionDraft,
	operator: 'shl' | 'lshr' | 'ashr',
	value: Pair,
	amount: Operand,
): Pair {
	const within = binary(draft, 'and', 64, amount, constant(64, 63));
	const crosses = compare(
		draft,
		'ne',
		64,
		binary(draft, 'and', 64, amount, constant(64, 64)),
		constant(64, 0),
	);
	const rest = binary(draft, 'xor', 64, within, constant(64, 63));
	const one = constant(64, 1);
	const choose = (far: Operand, near: Operand) => select(draft, 64, crosses, far, near);
	if (operator === 'shl') {
		const low = binary(draft, 'shl', 64, value[0], within);
		const carried = binary(draft, 'lshr', 64, binary(draft, 'lshr', 64, value[0], one), rest);
		const high = binary(draft, 'or', 64, binary(draft, 'shl', 64, value[1], within), carried);
		return [choose(constant(64, 0), low), choose(low, high)];
	}
	const high = binary(draft, operator, 64, value[1], within);
	const carried = binary(draft, 'shl', 64, binary(draft, 'shl', 64, value[1], one), rest);
	const low = binary(draft, 'or', 64, binary(draft, 'lshr', 64, value[0], within), carried);
	const fill = operator === 'ashr' ? binary(draft, 'ashr', 64, value[1], constant(64, 63)) : constant(64, 0);
	return [choose(high, low), choose(fill, high)];
}

function zeroExtendBit(draft: FunctionDraft, bit: Operand): Operand {
	return zeroExtend(draft, 1, 64, bit);
}

function unsignedOf(predicate: Predicate): Predicate {
	switch (predicate) {
		case 'slt':
			return 'ult';
		case 'sle':
			return 'ule';
		case 'sgt':
			return 'ugt';
		case 'sge':
			return 'uge';
		default:
			return predicate;
	}
}
