/**
 * LLVM intrinsics on integers of 65 to 128 bits: those that C code leads to.
 */
import {binary, compare, constant, type FunctionDraft, select, unary} from './builder.ts';
import type {Operand, Predicate} from './ir.ts';
import type {Argument} from './values.ts';
import {cut, wideBinary, wideCompare} from './wide.ts';

const extremes: Record<string, Predicate> = {smax: 'sgt', smin: 'slt', umax: 'ugt', umin: 'ult'};

/** Lower an intrinsic on a wide integer; null when it is not covered. */
export function lowerWideIntrinsic(
	draft: FunctionDraft,
	operation: string,
	bits: number,
	args: readonly Argument[],
): readonly Operand[] | null {
	const a = args[0]!.parts;
	const b = args[1]?.parts ?? [];
	const predicate = Object.hasOwn(extremes, operation) ? extremes[operation] : undefined;
	if (predicate !== undefined)
		return choosePair(draft, bits, wideCompare(draft, predicate, bits, a, b), a, b);
	const zero = [constant(64, 0), constant(bits - 64, 0)];
	switch (operation) {
		case 'abs': {
			const negative = wideCompare(draft, 'slt', bits, a, zero);
			return choosePair(draft, bits, negative, wideBinary(draft, 'sub', bits, zero, a), a);
		}
		case 'fshl':
		case 'fshr':
			return bits === 128 ? funnelShift(draft, operation, a, b, args[2]!.parts) : null;
		case 'uadd.with.overflow': {
			const sum = wideBinary(draft, 'add', bits, a, b);
			return [...sum, wideCompare(draft, 'ult', bits, sum, a)];
		}
		case 'usub.with.overflow':
			return [...wideBinary(draft, 'sub', bits, a, b), wideCompare(draft, 'ult', bits, a, b)];
		default:
			return bits === 128 ? lowerBits(draft, operation, a[0]!, a[1]!) : null;
	}
}

/** High (fshl) or low (fshr) half of the pair a:b shifted by c modulo 128. */
function funnelShift(
	draft: FunctionDraft,
	operation: 'fshl' | 'fshr',
	a: readonly Operand[],
	b: readonly Operand[],
	c: readonly Operand[],
): readonly Operand[] {
	const shift = (operator: 'shl' | 'lshr', value: readonly Operand[], amount: Operand) =>
		wideBinary(draft, operator, 128, value, [amount, constant(64, 0)]);
	const last = constant(64, 127);
	const amount = binary(draft, 'and', 64, c[0]!, last);
	const rest = binary(draft, 'xor', 64, amount, last);
	const one = constant(64, 1);
	// The shift by 128 - amount is done in two steps, since for amount 0 it would be too far.
	const near = operation === 'fshl' ? shift('shl', a, amount) : shift('lshr', b, amount);
	const far =
		operation === 'fshl'
			? shift('lshr', shift('lshr', b, one), rest)
			: shift('shl', shift('shl', a, one), rest);
	return wideBinary(draft, 'or', 128, near, far);
}

/** Bit counting and reversing on 128 bits. */
function lowerBits(
	draft: FunctionDraft,
	operation: string,
	low: Operand,
	high: Operand,
): readonly Operand[] | null {
	switch (operation) {
		case 'bswap':
		case 'bitreverse':
			return [unary(draft, operation, 64, high), unary(draft, operation, 64, low)];
		case 'ctpop': {
			const sum = binary(draft, 'add', 64, unary(draft, 'popcnt', 64, low), unary(draft, 'popcnt', 64, high));
			return cut(draft, 128, [sum, constant(64, 0)]);
		}
		case 'ctlz':
			return [countFrom(draft, 'clz', high, low), constant(64, 0)];
		case 'cttz':
			return [countFrom(draft, 'ctz', low, high), constant(64, 0)];
		default:
			return null;
	}
}

/** Zeros of `first`, going on in `second` when it has nothing else. */
function countFrom(draft: FunctionDraft, operator: 'clz' | 'ctz', first: Operand, second: Operand): Operand {
	const empty = compare(draft, 'eq', 64, first, constant(64, 0));
	const further = binary(draft, 'add', 64, unary(draft, operator, 64, second), constant(64, 64));
	return select(draft, 64, empty, further, unary(draft, operator, 64, first));
}

function choosePair(
	draft: FunctionDraft,
	bits: number,
	condition: Operand,
	whenTrue: readonly Operand[],
	whenFalse: readonly Operand[],
): readonly Operand[] {
	return [
		select(draft, 64, condition, whenTrue[0]!, whenFalse[0]!),
		select(draft, bits - 64, condition, whenTrue[1]!, whenFalse[1]!),
	];
}
