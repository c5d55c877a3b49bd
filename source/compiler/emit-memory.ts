/**
 * Loads, stores and read-modify-writes in the target's byte order. WebAssembly memory is little endian: on a big-endian
 * target every value is swapped on its way, and what cannot be computed on swapped bytes becomes a compare-exchange loop.
 */

import {
	bitsOf,
	emitBinary,
	emitCompare,
	mask,
	swapBytes,
	typeOfWidth,
	type Value,
} from './emit-arithmetic.ts';
import {constant, type Expression, load32, wasmType} from './emit-binaryen.ts';
import {emitOperand, type FunctionContext, registerType} from './emit-context.ts';
import type {FindKnownPlace} from './emit-direct.ts';
import {emitPlace, type Place} from './emit-place.ts';
import type {Instruction, RmwOperator} from './ir/ir.ts';

type Load = Extract<Instruction, {op: 'load'}>;
type Store = Extract<Instruction, {op: 'store'}>;
type Rmw = Extract<Instruction, {op: 'rmw'}>;
type Cmpxchg = Extract<Instruction, {op: 'cmpxchg'}>;
type Width = Load['width'];

/** Statements of a load. */
export function emitLoad(f: FunctionContext, load: Load, findKnown: FindKnownPlace): Expression[] {
	const isAtomic = load.ordering !== 'plain';
	const place = emitPlace(f, load, {isWrite: false, isAtomic}, load.at, findKnown);
	const value = isAtomic || load.volatile ? ordered(f, load, place) : plainLoad(f, load, place);
	return [...place.before, f.module.local.set(load.to, orZero(f, place, load.width, value))];
}

/** Statements of a store. */
export function emitStore(f: FunctionContext, store: Store, findKnown: FindKnownPlace): Expression[] {
	const place = emitPlace(
		f,
		store,
		{isWrite: true, isAtomic: store.ordering !== 'plain'},
		store.at,
		findKnown,
	);
	const value = inMemoryOrder(f, store.width, emitOperand(f, store.value, typeOfWidth(store.width)));
	return [...place.before, unlessFailed(f, place, storeTo(f, store, place, value))];
}

/** Statements of an atomic read-modify-write. */
export function emitRmw(f: FunctionContext, rmw: Rmw, findKnown: FindKnownPlace): Expression[] {
	const m = f.module;
	const type = typeOfWidth(rmw.width);
	const place = emitPlace(f, rmw, {isWrite: true, isAtomic: true}, rmw.at, findKnown);
	const value = (): Expression => emitOperand(f, rmw.value, type);
	const direct = nativeOperator(f, rmw);
	const old = direct
		? inMemoryOrder(
				f,
				rmw.width,
				rmwFamily(f, rmw.width)[direct](place.offset, place.base(), inMemoryOrder(f, rmw.width, value())),
			)
		: exchangeLoop(f, rmw, place, value);
	return [...place.before, m.local.set(rmw.to, orZero(f, place, rmw.width, old))];
}

/** Statements of a compare-exchange. */
export function emitCmpxchg(f: FunctionContext, cmpxchg: Cmpxchg, findKnown: FindKnownPlace): Expression[] {
	const m = f.module;
	const {width} = cmpxchg;
	const type = typeOfWidth(width);
	const place = emitPlace(f, cmpxchg, {isWrite: true, isAtomic: true}, cmpxchg.at, findKnown);
	const expected = f.scratch(type);
	const seen = f.scratch(type);
	const getExpected = (): Expression => m.local.get(expected, wasmType(f.api, type));
	const getSeen = (): Expression => m.local.get(seen, wasmType(f.api, type));
	const replacement = inMemoryOrder(f, width, emitOperand(f, cmpxchg.replacement, type));
	const exchange = [
		m.local.set(expected, inMemoryOrder(f, width, emitOperand(f, cmpxchg.expected, type))),
		m.local.set(seen, rmwFamily(f, width).cmpxchg(place.offset, place.base(), getExpected(), replacement)),
		m.local.set(cmpxchg.success, m[type].eq(getSeen(), getExpected())),
		m.local.set(cmpxchg.to, inMemoryOrder(f, width, getSeen())),
	];
	if (!place.mayFail) return [...place.before, ...exchange];
	const nothing = [
		m.local.set(cmpxchg.success, m.i32.const(0)),
		m.local.set(cmpxchg.to, constant(m, registerType(f, cmpxchg.to), 0)),
	];
	return [...place.before, m.if(place.base(), m.block(null, exchange), m.block(null, nothing))];
}

/** Reverses the bytes on big-endian targets, in either direction. */
export function inMemoryOrder(f: FunctionContext, width: number, value: Expression): Expression {
	return f.program.bigEndian ? swapBytes(f, width, value) : value;
}

/** A load that the optimiser may move as far as single-threaded code allows. */
export function plainLoad(f: FunctionContext, {width, align}: Load, {base, offset}: Place): Expression {
	const m = f.module;
	const hint = Math.min(align, width / 8);
	switch (width) {
		case 8:
			return m.i32.load8_u(offset, hint, base());
		case 16:
			return inMemoryOrder(f, width, m.i32.load16_u(offset, hint, base()));
		case 32:
			return inMemoryOrder(f, width, load32(f.api, m, offset, hint, base()));
		case 64:
			return inMemoryOrder(f, width, m.i64.load(offset, hint, base()));
	}
}

/**
 * A load that the optimiser must neither merge with another nor drop. Atomic loads have to be aligned; where the
 * compiler promises less, the value is put together from the largest pieces that are.
 */
function ordered(f: FunctionContext, {width, align}: Load, place: Place): Expression {
	const m = f.module;
	const type = typeOfWidth(width);
	const piece = pieceWidth(width, align);
	const count = width / piece;
	const parts: Expression[] = [];
	for (let index = 0; index < count; index++) {
		const part = inMemoryOrder(
			f,
			piece,
			atomicLoad(f, piece, place.base(), place.offset + (index * piece) / 8),
		);
		const widened = typeOfWidth(piece) === type ? part : m.i64.extend_u(part);
		const shift = piece * (f.program.bigEndian ? count - 1 - index : index);
		parts.push(shift > 0 ? m[type].shl(widened, constant(m, type, shift)) : widened);
	}
	return parts.reduce((sum, part) => m[type].or(sum, part));
}

function pieceWidth(width: Width, align: number): Width {
	if (align * 8 >= width) return width;
	if (align >= 4) return 32;
	return align >= 2 ? 16 : 8;
}

function atomicLoad(f: FunctionContext, width: Width, base: Expression, offset: number): Expression {
	const m = f.module;
	switch (width) {
		case 8:
			return m.i32.atomic.load8_u(offset, base);
		case 16:
			return m.i32.atomic.load16_u(offset, base);
		case 32:
			return m.i32.atomic.load(offset, base);
		case 64:
			return m.i64.atomic.load(offset, base);
	}
}

function storeTo(f: FunctionContext, store: Store, {base, offset}: Place, value: Expression): Expression {
	const m = f.module;
	const {width, align, ordering} = store;
	const isOrdered = ordering === 'release' || ordering === 'acq_rel' || ordering === 'seq_cst';
	const hint = Math.min(align, width / 8);
	if (isOrdered && align * 8 >= width) {
		switch (width) {
			case 8:
				return m.i32.atomic.store8(offset, base(), value);
			case 16:
				return m.i32.atomic.store16(offset, base(), value);
			case 32:
				return m.i32.atomic.store(offset, base(), value);
			case 64:
				return m.i64.atomic.store(offset, base(), value);
		}
	}
	switch (width) {
		case 8:
			return m.i32.store8(offset, hint, base(), value);
		case 16:
			return m.i32.store16(offset, hint, base(), value);
		case 32:
			return m.i32.store(offset, hint, base(), value);
		case 64:
			return m.i64.store(offset, hint, base(), value);
	}
}

type NativeOperator = 'xchg' | 'add' | 'sub' | 'and' | 'or' | 'xor';

/** The WebAssembly instruction that does it, or null where there is none. */
function nativeOperator(f: FunctionContext, {operator, width}: Rmw): NativeOperator | null {
	switch (operator) {
		case 'xchg':
		case 'and':
		case 'or':
		case 'xor':
			return operator;
		case 'add':
		case 'sub':
			// Carries run the other way in swapped bytes.
			return f.program.bigEndian && width > 8 ? null : operator;
		default:
			return null;
	}
}

function rmwFamily(f: FunctionContext, width: Width) {
	const {i32, i64} = f.module;
	switch (width) {
		case 8:
			return i32.atomic.rmw8_u;
		case 16:
			return i32.atomic.rmw16_u;
		case 32:
			return i32.atomic.rmw;
		case 64:
			return i64.atomic.rmw;
	}
}

/** Tries until nobody came between; gives the old value. */
function exchangeLoop(f: FunctionContext, rmw: Rmw, place: Place, value: Value): Expression {
	const m = f.module;
	const {width} = rmw;
	const type = typeOfWidth(width);
	const wasm = wasmType(f.api, type);
	const expected = f.scratch(type);
	const seen = f.scratch(type);
	const old = f.scratch(type);
	const get =
		(local: number): Value =>
		() =>
			m.local.get(local, wasm);
	const label = f.label();
	const replacement = inMemoryOrder(f, width, combine(f, rmw.operator, width, get(old), value));
	const attempt = m.block(null, [
		m.local.set(old, inMemoryOrder(f, width, get(expected)())),
		m.local.set(seen, rmwFamily(f, width).cmpxchg(place.offset, place.base(), get(expected)(), replacement)),
		m.if(
			m[type].ne(get(seen)(), get(expected)()),
			m.block(null, [m.local.set(expected, get(seen)()), m.br(label)]),
		),
	]);
	return m.block(
		null,
		[
			m.local.set(expected, atomicLoad(f, width, place.base(), place.offset)),
			m.loop(label, attempt),
			get(old)(),
		],
		wasm,
	);
}

/** What a read-modify-write leaves in memory, from the old value and its operand. */
export function combine(
	f: FunctionContext,
	operator: RmwOperator,
	width: number,
	old: Value,
	value: Value,
): Expression {
	const m = f.module;
	switch (operator) {
		case 'xchg':
			return value();
		case 'add':
		case 'sub':
		case 'and':
		case 'or':
		case 'xor':
			return emitBinary(m, operator, width, old, value);
		case 'nand': {
			const type = typeOfWidth(width);
			const all = constant(m, type, (1n << BigInt(bitsOf(type))) - 1n);
			return mask(m, width, m[type].xor(m[type].and(old(), value()), all));
		}
		case 'max':
			return m.select(emitCompare(m, 'sgt', width, old(), value()), old(), value());
		case 'min':
			return m.select(emitCompare(m, 'slt', width, old(), value()), old(), value());
		case 'umax':
			return m.select(emitCompare(m, 'ugt', width, old(), value()), old(), value());
		case 'umin':
			return m.select(emitCompare(m, 'ult', width, old(), value()), old(), value());
	}
}

/** An access that the arena hook refused reads as zero. */
function orZero(f: FunctionContext, place: Place, width: number, value: Expression): Expression {
	return place.mayFail ? f.module.if(place.base(), value, constant(f.module, typeOfWidth(width), 0)) : value;
}

function unlessFailed(f: FunctionContext, place: Place, statement: Expression): Expression {
	return place.mayFail ? f.module.if(place.base(), statement) : statement;
}
