/**
 * Integer operations of any width on WebAssembly's two. Values come and go zero-extended; signed operations extend the
 * sign first, and only those results are masked that can have bits above their width.
 */

import {constant, type Expression, type Module, wasmType} from './emit-binaryen.ts';
import type {FunctionContext} from './emit-context.ts';
import type {BinaryOperator, Predicate, ValueType} from './ir/ir.ts';

/** Makes a new expression of the same value each time: an expression may stand in one place only. */
export type Value = () => Expression;

/** Type that holds integers of so many bits. */
export function typeOfWidth(width: number): ValueType {
	return width <= 32 ? 'i32' : 'i64';
}

/** Bits of a type. */
export function bitsOf(type: ValueType): number {
	return type === 'i32' ? 32 : 64;
}

/** Binary operation. A shift by the width or more and a division by zero have no defined result; the latter traps. */
export function emitBinary(
	m: Module,
	operator: BinaryOperator,
	width: number,
	left: Value,
	right: Value,
): Expression {
	const type = typeOfWidth(width);
	const ops = m[type];
	switch (operator) {
		case 'add':
		case 'sub':
		case 'mul':
		case 'shl':
			return mask(m, width, ops[operator](left(), right()));
		case 'and':
		case 'or':
		case 'xor':
			return ops[operator](left(), right());
		case 'udiv':
			return ops.div_u(left(), right());
		case 'urem':
			return ops.rem_u(left(), right());
		case 'lshr':
			return ops.shr_u(left(), right());
		case 'ashr':
			return mask(m, width, ops.shr_s(signed(m, width, left()), right()));
		case 'srem':
			return mask(m, width, ops.rem_s(signed(m, width, left()), signed(m, width, right())));
		case 'sdiv':
			return width === bitsOf(type)
				? fullDivision(m, type, left, right)
				: mask(m, width, ops.div_s(signed(m, width, left()), signed(m, width, right())));
	}
}

/** Comparison, 0 or 1. */
export function emitCompare(
	m: Module,
	predicate: Predicate,
	width: number,
	left: Expression,
	right: Expression,
): Expression {
	const ops = m[typeOfWidth(width)];
	const s = (value: Expression): Expression => signed(m, width, value);
	switch (predicate) {
		case 'eq':
			return ops.eq(left, right);
		case 'ne':
			return ops.ne(left, right);
		case 'ult':
			return ops.lt_u(left, right);
		case 'ule':
			return ops.le_u(left, right);
		case 'ugt':
			return ops.gt_u(left, right);
		case 'uge':
			return ops.ge_u(left, right);
		case 'slt':
			return ops.lt_s(s(left), s(right));
		case 'sle':
			return ops.le_s(s(left), s(right));
		case 'sgt':
			return ops.gt_s(s(left), s(right));
		case 'sge':
			return ops.ge_s(s(left), s(right));
	}
}

/** Bit counting and reversing; a zero counts as `width` leading and trailing zeros. */
export function emitUnary(
	f: FunctionContext,
	operator: 'clz' | 'ctz' | 'popcnt' | 'bswap' | 'bitreverse',
	width: number,
	value: Expression,
): Expression {
	const m = f.module;
	const type = typeOfWidth(width);
	const ops = m[type];
	const unused = bitsOf(type) - width;
	const drop = (reversed: Expression): Expression =>
		unused > 0 ? ops.shr_u(reversed, constant(m, type, unused)) : reversed;
	switch (operator) {
		case 'popcnt':
			return ops.popcnt(value);
		case 'clz':
			return unused > 0 ? ops.sub(ops.clz(value), constant(m, type, unused)) : ops.clz(value);
		case 'ctz':
			return ops.ctz(unused > 0 ? ops.or(value, constant(m, type, 1n << BigInt(width))) : value);
		case 'bswap':
			return width === 16 ? swapBytes(f, 16, value) : drop(swapBytes(f, bitsOf(type), value));
		case 'bitreverse':
			return drop(reverseBits(f, type, value));
	}
}

/** Change of width. */
export function emitConvert(
	m: Module,
	kind: 'truncate' | 'zeroExtend' | 'signExtend',
	fromWidth: number,
	toWidth: number,
	value: Expression,
): Expression {
	const from = typeOfWidth(fromWidth);
	const to = typeOfWidth(toWidth);
	switch (kind) {
		case 'truncate':
			return mask(m, toWidth, from === to ? value : m.i32.wrap(value));
		case 'zeroExtend':
			return from === to ? value : m.i64.extend_u(value);
		case 'signExtend': {
			const extended = signed(m, fromWidth, value);
			return mask(m, toWidth, from === to ? extended : m.i64.extend_s(extended));
		}
	}
}

/** Clears the bits above `width`. */
export function mask(m: Module, width: number, value: Expression): Expression {
	const type = typeOfWidth(width);
	return width === bitsOf(type) ? value : m[type].and(value, constant(m, type, (1n << BigInt(width)) - 1n));
}

/** Copies bit `width - 1` into all bits above it. */
export function signed(m: Module, width: number, value: Expression): Expression {
	const type = typeOfWidth(width);
	const ops = m[type];
	if (width === bitsOf(type)) return value;
	if (width === 8) return ops.extend8_s(value);
	if (width === 16) return ops.extend16_s(value);
	const unused = constant(m, type, bitsOf(type) - width);
	return ops.shr_s(ops.shl(value, unused), constant(m, type, bitsOf(type) - width));
}

/** Reverses the bytes of a zero-extended integer of 8, 16, 32 or 64 bits. */
export function swapBytes(f: FunctionContext, width: number, value: Expression): Expression {
	const m = f.module;
	if (width === 8) return value;
	if (width === 64) {
		const pairs = swapNeighbours(f, 'i64', 8, 0x00ff00ff00ff00ffn, value);
		const quads = swapNeighbours(f, 'i64', 16, 0x0000ffff0000ffffn, pairs);
		return m.i64.rotl(quads, m.i64.const(32n));
	}
	const kept = shared(f, 'i32', value);
	if (width === 16) {
		const high = m.i32.and(m.i32.shl(kept.first, m.i32.const(8)), m.i32.const(0xff00));
		return m.i32.or(high, m.i32.shr_u(kept.again(), m.i32.const(8)));
	}
	const odd = m.i32.and(m.i32.rotl(kept.first, m.i32.const(8)), m.i32.const(0x00ff00ff));
	return m.i32.or(odd, m.i32.and(m.i32.rotr(kept.again(), m.i32.const(8)), m.i32.const(0xff00ff00 | 0)));
}

/** The smallest integer divided by -1 overflows, and would trap: C leaves it open, the result here wraps. */
function fullDivision(m: Module, type: ValueType, left: Value, right: Value): Expression {
	const ops = m[type];
	return m.if(
		ops.eq(right(), constant(m, type, -1)),
		ops.sub(constant(m, type, 0), left()),
		ops.div_s(left(), right()),
	);
}

function reverseBits(f: FunctionContext, type: ValueType, value: Expression): Expression {
	const masks = [
		[1, 0x5555555555555555n],
		[2, 0x3333333333333333n],
		[4, 0x0f0f0f0f0f0f0f0fn],
	] as const;
	const inBytes = masks.reduce((bits, [by, even]) => swapNeighbours(f, type, by, even, bits), value);
	return swapBytes(f, bitsOf(type), inBytes);
}

/** Exchanges neighbouring groups of `by` bits; `even` selects the lower one of each pair. */
function swapNeighbours(
	f: FunctionContext,
	type: ValueType,
	by: number,
	even: bigint,
	value: Expression,
): Expression {
	const m = f.module;
	const ops = m[type];
	const kept = shared(f, type, value);
	const up = ops.shl(ops.and(kept.first, constant(m, type, even)), constant(m, type, by));
	return ops.or(up, ops.and(ops.shr_u(kept.again(), constant(m, type, by)), constant(m, type, even)));
}

/** A value for several uses: `first` must be evaluated before the others. */
function shared(f: FunctionContext, type: ValueType, value: Expression): {first: Expression; again: Value} {
	const local = f.scratch(type);
	const wasm = wasmType(f.api, type);
	return {first: f.module.local.tee(local, value, wasm), again: () => f.module.local.get(local, wasm)};
}
