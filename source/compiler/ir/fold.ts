/**
 * Constant folding: what an operation on operands is without running anything, or null when it must be run.
 *
 * Addresses fold as far as they can be told apart: address plus constant, and the difference of two places in the
 * same object.
 */
import type {BinaryOperator, Operand, Predicate} from './ir.ts';

function make(width: number, value: bigint): Operand {
	return {kind: 'constant', type: width <= 32 ? 'i32' : 'i64', value: BigInt.asUintN(width, value)};
}

/** left `operator` right on `width` bits, or null. Divisions and over-wide shifts are never folded. */
export function foldBinary(
	operator: BinaryOperator,
	width: number,
	left: Operand,
	right: Operand,
): Operand | null {
	if (left.kind === 'constant' && right.kind === 'constant') {
		const value = computeBinary(operator, width, left.value, right.value);
		return value === null ? null : make(width, value);
	}
	if (right.kind === 'constant') {
		const moved = operator === 'add' ? right.value : operator === 'sub' ? -right.value : null;
		if (moved !== null && (left.kind === 'symbol' || left.kind === 'frame')) {
			return {...left, offset: left.offset + Number(BigInt.asIntN(width, moved))};
		}
		return foldRightConstant(operator, width, left, right.value);
	}
	if (left.kind === 'constant')
		return isCommutative(operator) ? foldBinary(operator, width, right, left) : null;
	if (operator === 'sub') return foldDifference(width, left, right);
	return null;
}

/** The comparison of two `width`-bit operands as a constant of one bit, or null. */
export function foldCompare(
	predicate: Predicate,
	width: number,
	left: Operand,
	right: Operand,
): Operand | null {
	if (left.kind !== 'constant' || right.kind !== 'constant') return null;
	return make(1, computeCompare(predicate, width, left.value, right.value) ? 1n : 0n);
}

function isCommutative(operator: BinaryOperator): boolean {
	return ['add', 'mul', 'and', 'or', 'xor'].includes(operator);
}

function foldRightConstant(
	operator: BinaryOperator,
	width: number,
	left: Operand,
	right: bigint,
): Operand | null {
	const allOnes = BigInt.asUintN(width, -1n);
	switch (operator) {
		case 'add':
		case 'sub':
		case 'xor':
		case 'shl':
		case 'lshr':
		case 'ashr':
			return right === 0n ? left : null;
		case 'or':
			return right === 0n ? left : right === allOnes ? make(width, allOnes) : null;
		case 'and':
			return right === 0n ? make(width, 0n) : right === allOnes ? left : null;
		case 'mul':
			return right === 0n ? make(width, 0n) : right === 1n ? left : null;
		default:
			return null;
	}
}

function foldDifference(width: number, left: Operand, right: Operand): Operand | null {
	const sameObject =
		(left.kind === 'symbol' && right.kind === 'symbol' && left.name === right.name) ||
		(left.kind === 'frame' && right.kind === 'frame' && left.slot === right.slot);
	if (!sameObject || !('offset' in left) || !('offset' in right)) return null;
	return make(width, BigInt(left.offset - right.offset));
}

function computeBinary(operator: BinaryOperator, width: number, left: bigint, right: bigint): bigint | null {
	switch (operator) {
		case 'add':
			return left + right;
		case 'sub':
			return left - right;
		case 'mul':
			return left * right;
		case 'and':
			return left & right;
		case 'or':
			return left | right;
		case 'xor':
			return left ^ right;
		case 'shl':
			return right < width ? left << right : null;
		case 'lshr':
			return right < width ? left >> right : null;
		case 'ashr':
			return right < width ? BigInt.asIntN(width, left) >> right : null;
		default:
			return null;
	}
}

function computeCompare(predicate: Predicate, width: number, left: bigint, right: bigint): boolean {
	const signed = predicate.startsWith('s');
	const a = signed ? BigInt.asIntN(width, left) : left;
	const b = signed ? BigInt.asIntN(width, right) : right;
	switch (predicate) {
		case 'eq':
			return a === b;
		case 'ne':
			return a !== b;
		case 'ult':
		case 'slt':
			return a < b;
		case 'ule':
		case 'sle':
			return a <= b;
		case 'ugt':
		case 'sgt':
			return a > b;
		case 'uge':
		case 'sge':
			return a >= b;
	}
}
