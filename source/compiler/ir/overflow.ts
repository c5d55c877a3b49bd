/**
 * Arithmetic that tells or avoids overflow: `llvm.*.with.overflow` and `llvm.*.sat`, up to 64 bits.
 */
import {
	binary,
	compare,
	constant,
	type FunctionDraft,
	select,
	signExtend,
	truncate,
	zeroExtend,
} from './builder.ts';
import type {Operand} from './ir.ts';
import {multiplyFull} from './wide.ts';

interface Checked {
	value: Operand;
	/** One bit. */
	overflow: Operand;
}

/** `[result, overflow]` of an operation such as `uadd.with.overflow`; null when the word is none of these. */
export function lowerOverflow(
	draft: FunctionDraft,
	operation: string,
	width: number,
	a: Operand,
	b: Operand,
): readonly Operand[] | null {
	if (!operation.endsWith('.with.overflow')) return null;
	const checked = check(draft, operation.slice(0, 4), width, a, b);
	return checked === null ? null : [checked.value, checked.overflow];
}

/** Result of an operation such as `sadd.sat`; null when the word is none of these. */
export function lowerSaturating(
	draft: FunctionDraft,
	operation: string,
	width: number,
	a: Operand,
	b: Operand,
): readonly Operand[] | null {
	const word = /^([us](?:add|sub))\.sat$/.exec(operation)?.[1];
	if (word === undefined) return null;
	const checked = check(draft, word, width, a, b);
	if (checked === null) return null;
	return [select(draft, width, checked.overflow, limit(draft, word, width, a), checked.value)];
}

/** What an operation saturates to when it overflows. */
function limit(draft: FunctionDraft, word: string, width: number, a: Operand): Operand {
	if (word === 'uadd') return constant(width, -1);
	if (word === 'usub') return constant(width, 0);
	// Signed overflow goes the way of the sign of the first operand.
	const lowest = constant(width, 1n << BigInt(width - 1));
	const highest = constant(width, (1n << BigInt(width - 1)) - 1n);
	return select(draft, width, compare(draft, 'slt', width, a, constant(width, 0)), lowest, highest);
}

function check(draft: FunctionDraft, word: string, width: number, a: Operand, b: Operand): Checked | null {
	switch (word) {
		case 'uadd': {
			const value = binary(draft, 'add', width, a, b);
			return {value, overflow: compare(draft, 'ult', width, value, a)};
		}
		case 'usub':
			return {value: binary(draft, 'sub', width, a, b), overflow: compare(draft, 'ult', width, a, b)};
		case 'sadd': {
			const value = binary(draft, 'add', width, a, b);
			const changed = binary(draft, 'xor', width, a, value);
			return {value, overflow: bothNegative(draft, width, changed, binary(draft, 'xor', width, b, value))};
		}
		case 'ssub': {
			const value = binary(draft, 'sub', width, a, b);
			const changed = binary(draft, 'xor', width, a, value);
			return {value, overflow: bothNegative(draft, width, changed, binary(draft, 'xor', width, a, b))};
		}
		case 'umul':
			return width <= 32 ? narrowProduct(draft, 'u', width, a, b) : unsignedProduct(draft, width, a, b);
		case 'smul':
			return width <= 32 ? narrowProduct(draft, 's', width, a, b) : signedProduct(draft, width, a, b);
		default:
			return null;
	}
}

function bothNegative(draft: FunctionDraft, width: number, a: Operand, b: Operand): Operand {
	return compare(draft, 'slt', width, binary(draft, 'and', width, a, b), constant(width, 0));
}

/** Up to 32 bits: the product fits 64, and has overflowed when cutting and extending it changes it. */
function narrowProduct(
	draft: FunctionDraft,
	sign: 'u' | 's',
	width: number,
	a: Operand,
	b: Operand,
): Checked {
	const extend = sign === 's' ? signExtend : zeroExtend;
	const product = binary(draft, 'mul', 64, extend(draft, width, 64, a), extend(draft, width, 64, b));
	const value = truncate(draft, 64, width, product);
	return {value, overflow: compare(draft, 'ne', 64, extend(draft, width, 64, value), product)};
}

function unsignedProduct(draft: FunctionDraft, width: number, a: Operand, b: Operand): Checked {
	const [low, high] = multiplyFull(draft, zeroExtend(draft, width, 64, a), zeroExtend(draft, width, 64, b));
	const above = width === 64 ? constant(64, 0) : binary(draft, 'lshr', 64, low, constant(64, width));
	const lost = binary(draft, 'or', 64, above, high);
	return {value: truncate(draft, 64, width, low), overflow: compare(draft, 'ne', 64, lost, constant(64, 0))};
}

function signedProduct(draft: FunctionDraft, width: number, a: Operand, b: Operand): Checked {
	const left = signExtend(draft, width, 64, a);
	const right = signExtend(draft, width, 64, b);
	const [low, unsignedHigh] = multiplyFull(draft, left, right);
	// An unsigned product counts each negative factor 2^64 too high.
	const sign = (x: Operand) => binary(draft, 'ashr', 64, x, constant(64, 63));
	const excess = binary(
		draft,
		'add',
		64,
		binary(draft, 'and', 64, sign(left), right),
		binary(draft, 'and', 64, sign(right), left),
	);
	const high = binary(draft, 'sub', 64, unsignedHigh, excess);
	const value = truncate(draft, 64, width, low);
	const wrongHigh = binary(draft, 'xor', 64, high, sign(low));
	const wrongLow = binary(draft, 'xor', 64, low, signExtend(draft, width, 64, value));
	const lost = binary(draft, 'or', 64, wrongHigh, wrongLow);
	return {value, overflow: compare(draft, 'ne', 64, lost, constant(64, 0))};
}
