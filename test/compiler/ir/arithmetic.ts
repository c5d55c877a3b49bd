/**
 * The operators of the intermediate form on unsigned numbers, for the interpreter of the tests.
 */
import type {Instruction, Predicate} from '../../../source/compiler/ir/ir.ts';

/** Result of a binary operator, not yet cut to the width. */
export function computeBinary(operator: string, width: number, left: bigint, right: bigint): bigint {
	const signedLeft = BigInt.asIntN(width, left);
	const signedRight = BigInt.asIntN(width, right);
	// A shift by the width or more is poison, which must not be used: any value will do.
	const shift = right < BigInt(width) ? right : 0n;
	switch (operator) {
		case 'add':
			return left + right;
		case 'sub':
			return left - right;
		case 'mul':
			return left * right;
		case 'udiv':
			return left / right;
		case 'urem':
			return left % right;
		case 'sdiv':
			return signedLeft / signedRight;
		case 'srem':
			return signedLeft % signedRight;
		case 'and':
			return left & right;
		case 'or':
			return left | right;
		case 'xor':
			return left ^ right;
		case 'shl':
			return left << shift;
		case 'lshr':
			return left >> shift;
		case 'ashr':
			return signedLeft >> shift;
		default:
			throw new Error(`no operator ${operator}`);
	}
}

/** Whether a comparison holds. */
export function computeCompare(predicate: Predicate, width: number, left: bigint, right: bigint): boolean {
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

/** Result of a bit operation. */
export function computeUnary({operator, width}: Instruction & {op: 'unary'}, value: bigint): bigint {
	const bits = value.toString(2).padStart(width, '0');
	switch (operator) {
		case 'popcnt':
			return BigInt(bits.replaceAll('0', '').length);
		case 'clz':
			return BigInt(bits.indexOf('1') < 0 ? width : bits.indexOf('1'));
		case 'ctz':
			return BigInt(bits.lastIndexOf('1') < 0 ? width : width - 1 - bits.lastIndexOf('1'));
		case 'bitreverse':
			return BigInt(`0b${[...bits].reverse().join('')}`);
		case 'bswap': {
			if (width % 16 !== 0) throw new Error(`bswap of ${width} bits`);
			const digits = value.toString(16).padStart(width / 4, '0');
			return BigInt(`0x${(digits.match(/../g) ?? []).reverse().join('')}`);
		}
	}
}

/** New value of a read-modify-write. */
export function computeRmw(operator: string, width: number, old: bigint, value: bigint): bigint {
	const signedLess = BigInt.asIntN(width, old) < BigInt.asIntN(width, value);
	switch (operator) {
		case 'xchg':
			return value;
		case 'nand':
			return BigInt.asUintN(width, ~(old & value));
		case 'max':
			return signedLess ? value : old;
		case 'min':
			return signedLess ? old : value;
		case 'umax':
			return old < value ? value : old;
		case 'umin':
			return old < value ? old : value;
		default:
			return BigInt.asUintN(width, computeBinary(operator, width, old, value));
	}
}
