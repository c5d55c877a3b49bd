/**
 * The function being made: its registers, frame and blocks, and helpers that append instructions.
 *
 * Helpers fold constants and drop operations that change nothing, so that the expansions elsewhere can be written
 * plainly. A value is a list of operands, one for each leaf of its type (`layout.ts`).
 */

import {foldBinary, foldCompare} from './fold.ts';
import type {
	BinaryOperator,
	Callee,
	FrameSlot,
	Instruction,
	LocationIndex,
	Operand,
	Predicate,
	Terminator,
	ValueType,
} from './ir.ts';
import type {Leaf} from './layout.ts';
import type {Module} from './module.ts';
import type {Type} from './types.ts';

/** `Omit` that keeps the members of a union apart. */
type Without<Union, Key extends string> = Union extends unknown ? Omit<Union, Key> : never;

/** An instruction before its source location is known. */
export type NewInstruction = Without<Instruction, 'at'>;

export interface Phi {
	/** Registers of the phi's leaves. */
	to: number[];
	/** Values by the block that control comes from. */
	incoming: Map<string, readonly Operand[]>;
	at: LocationIndex;
}

export interface BlockDraft {
	label: string;
	instructions: Instruction[];
	phis: Phi[];
	terminator: Terminator | null;
	/** Number of instructions before a trap; null when the block has none. What follows a trap never runs. */
	trapAfter: number | null;
	/** Its location. */
	trapAt: LocationIndex | null;
}

export interface Local {
	parts: readonly Operand[];
	/** False while only uses have been seen. */
	defined: boolean;
}

export interface FunctionDraft {
	module: Module;
	name: string;
	registers: ValueType[];
	results: readonly Leaf[];
	frame: FrameSlot[];
	blocks: BlockDraft[];
	blockIndex: Map<string, number>;
	locals: Map<string, Local>;
	/** Instructions that go before everything else in block 0. */
	prologue: Instruction[];
	current: BlockDraft;
	/** Register that holds the buffer of variable arguments; null in a function without `...`. */
	variadicBuffer: number | null;
	/** Frame slot for the variable arguments of calls; null until a call needs it. */
	argumentSlot: number | null;
	at: LocationIndex;
}

/** i32 up to 32 bits, else i64. */
export function valueType(width: number): ValueType {
	return width <= 32 ? 'i32' : 'i64';
}

/** A constant of `width` bits; `value` may be negative or too wide. */
export function constant(width: number, value: bigint | number): Operand {
	return {kind: 'constant', type: valueType(width), value: BigInt.asUintN(width, BigInt(value))};
}

export function registerOperand(register: number): Operand {
	return {kind: 'register', register};
}

/** A new register for integers of `width` bits. */
export function newRegister(draft: FunctionDraft, width: number): number {
	draft.registers.push(valueType(width));
	return draft.registers.length - 1;
}

/** Append an instruction to the current block; its location is filled in when the line has been read. */
export function emit(draft: FunctionDraft, instruction: NewInstruction): void {
	draft.current.instructions.push({...instruction, at: -1});
}

/** Leaves of a type. */
export function leavesOf(draft: FunctionDraft, type: Type): readonly Leaf[] {
	return draft.module.layout.leaves(type);
}

/** Width of a type that must be one integer or pointer of at most 64 bits. */
export function scalarWidth(draft: FunctionDraft, type: Type): number {
	const leaves = leavesOf(draft, type);
	const [leaf] = leaves;
	if (leaf === undefined || leaves.length > 1)
		return draft.module.fail('an integer of at most 64 bits is needed here');
	return leaf.width;
}

/** The value of a local name; registers are set aside for it when its definition has not been read yet. */
export function referenceLocal(draft: FunctionDraft, name: string, type: Type): readonly Operand[] {
	const known = draft.locals.get(name);
	if (known !== undefined) return known.parts;
	const parts = leavesOf(draft, type).map(leaf => registerOperand(newRegister(draft, leaf.width)));
	draft.locals.set(name, {parts, defined: false});
	return parts;
}

/** Give a local name its value: the operands themselves, or moves when uses came first. */
export function defineLocal(draft: FunctionDraft, name: string, parts: readonly Operand[]): void {
	const known = draft.locals.get(name);
	if (known === undefined) {
		draft.locals.set(name, {parts, defined: true});
		return;
	}
	if (known.defined) draft.module.fail(`%${name} is defined twice`);
	if (known.parts.length !== parts.length) draft.module.fail(`%${name} is used with another type`);
	known.defined = true;
	known.parts.forEach((target, index) => {
		if (target.kind === 'register') emit(draft, {op: 'move', to: target.register, from: parts[index]!});
	});
}

/** left `operator` right, on `width` bits. */
export function binary(
	draft: FunctionDraft,
	operator: BinaryOperator,
	width: number,
	left: Operand,
	right: Operand,
): Operand {
	const folded = foldBinary(operator, width, left, right);
	if (folded !== null) return folded;
	const to = newRegister(draft, width);
	emit(draft, {op: 'binary', operator, width, to, left, right});
	return registerOperand(to);
}

/** 1 when the comparison of two `width`-bit integers holds, else 0; one bit wide. */
export function compare(
	draft: FunctionDraft,
	predicate: Predicate,
	width: number,
	left: Operand,
	right: Operand,
): Operand {
	const folded = foldCompare(predicate, width, left, right);
	if (folded !== null) return folded;
	const to = newRegister(draft, 1);
	emit(draft, {op: 'compare', predicate, width, to, left, right});
	return registerOperand(to);
}

export function select(
	draft: FunctionDraft,
	width: number,
	condition: Operand,
	whenTrue: Operand,
	whenFalse: Operand,
): Operand {
	if (condition.kind === 'constant') return condition.value === 1n ? whenTrue : whenFalse;
	if (sameOperand(whenTrue, whenFalse)) return whenTrue;
	const to = newRegister(draft, width);
	emit(draft, {op: 'select', width, to, condition, whenTrue, whenFalse});
	return registerOperand(to);
}

export function unary(
	draft: FunctionDraft,
	operator: 'clz' | 'ctz' | 'popcnt' | 'bswap' | 'bitreverse',
	width: number,
	from: Operand,
): Operand {
	const to = newRegister(draft, width);
	emit(draft, {op: 'unary', operator, width, to, from});
	return registerOperand(to);
}

/** Cut down to the low `toWidth` bits. */
export function truncate(draft: FunctionDraft, fromWidth: number, toWidth: number, from: Operand): Operand {
	return convert(draft, 'truncate', fromWidth, toWidth, from);
}

export function zeroExtend(draft: FunctionDraft, fromWidth: number, toWidth: number, from: Operand): Operand {
	return convert(draft, 'zeroExtend', fromWidth, toWidth, from);
}

export function signExtend(draft: FunctionDraft, fromWidth: number, toWidth: number, from: Operand): Operand {
	return convert(draft, 'signExtend', fromWidth, toWidth, from);
}

/** Zero-extend or truncate, whichever leads to `toWidth`. */
export function resize(draft: FunctionDraft, fromWidth: number, toWidth: number, from: Operand): Operand {
	return convert(draft, fromWidth < toWidth ? 'zeroExtend' : 'truncate', fromWidth, toWidth, from);
}

function convert(
	draft: FunctionDraft,
	kind: 'truncate' | 'zeroExtend' | 'signExtend',
	fromWidth: number,
	toWidth: number,
	from: Operand,
): Operand {
	if (fromWidth === toWidth) return from;
	if (from.kind === 'constant') {
		return constant(toWidth, kind === 'signExtend' ? BigInt.asIntN(fromWidth, from.value) : from.value);
	}
	// Registers are kept zero-extended, so within one value type there is nothing to do.
	if (kind === 'zeroExtend' && valueType(fromWidth) === valueType(toWidth)) return from;
	const to = newRegister(draft, toWidth);
	emit(draft, {op: 'convert', kind, fromWidth, toWidth, to, from});
	return registerOperand(to);
}

/** `address` plus a constant number of bytes. */
export function addOffset(draft: FunctionDraft, address: Operand, offset: number): Operand {
	const width = draft.module.layout.pointerBits;
	return offset === 0 ? address : binary(draft, 'add', width, address, constant(width, offset));
}

export function sameOperand(one: Operand, other: Operand): boolean {
	switch (one.kind) {
		case 'register':
			return other.kind === 'register' && one.register === other.register;
		case 'constant':
			return other.kind === 'constant' && one.value === other.value;
		case 'symbol':
			return other.kind === 'symbol' && one.name === other.name && one.offset === other.offset;
		case 'frame':
			return other.kind === 'frame' && one.slot === other.slot && one.offset === other.offset;
	}
}

/** True for integers and pointers: what a conversion may take or give. */
export function integerLike(type: Type): boolean {
	return type.kind === 'integer' || type.kind === 'pointer';
}

/** Append a call with operands already flattened; gives the result's operands. */
export function callFunction(
	draft: FunctionDraft,
	callee: Callee,
	args: Operand[],
	argumentLeaves: readonly {width: number}[],
	resultLeaves: readonly Pick<Leaf, 'width'>[],
): readonly Operand[] {
	const to = resultLeaves.map(leaf => newRegister(draft, leaf.width));
	const parameters = argumentLeaves.map(leaf => valueType(leaf.width));
	const results = resultLeaves.map(leaf => valueType(leaf.width));
	emit(draft, {op: 'call', to, callee, args, parameters, results});
	return to.map(registerOperand);
}
