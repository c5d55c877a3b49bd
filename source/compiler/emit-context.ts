/**
 * What the parts of the emitter share while one function is made: the module, the function's locals and its frame.
 */

import {
	type Binaryen,
	constant,
	type Expression,
	type Module,
	type WasmType,
	wasmType,
} from './emit-binaryen.ts';
import type {SiteTable} from './emit-sites.ts';
import type {FrameSlot, Operand, ValueType} from './ir/ir.ts';
import {symbolValue} from './link-layout.ts';
import type {LinkedFunction, LinkedProgram, LinkedSymbol} from './link-types.ts';

/** Names inside the module; C names cannot contain a `$` first, so they never meet. */
export const names = {
	memory: '$memory',
	table: '$table',
	trap: '$trap',
	/** Stands for a fence until the optimiser is done. */
	fence: '$fence',
	start: '$start',
	stackPointer: '$stack_pointer',
	cpu: '$cpu',
	variant: '$variant',
	dispatch: (slot: string) => `$dispatch:${slot}`,
	/** Global that carries result `index` (from 1) of a call. */
	result: (index: number, type: ValueType) => `$result${index}:${type}`,
} as const;

export interface ModuleContext {
	api: Binaryen;
	module: Module;
	program: LinkedProgram;
	sites: SiteTable;
}

/** Where the frame slots lie, counted from the frame's lowest address. */
export interface FrameLayout {
	offsets: number[];
	/** Bytes, a multiple of 16. */
	size: number;
	/** Alignment of the frame's start, at least 16. */
	align: number;
}

export interface FunctionContext extends ModuleContext {
	fn: LinkedFunction;
	/** Type of a pointer in this function's unit. */
	pointer: ValueType;
	frame: FrameLayout;
	/** Local that holds the i32 address of the frame. */
	frameLocal(): number;
	/** A local that nothing else uses; zero at first. */
	local(type: ValueType): number;
	/** A local that may be used again from the next `release()` on. */
	scratch(type: ValueType): number;
	/** Ends the use of all scratch locals. */
	release(): void;
	/** A label that is used once in the function. */
	label(): string;
	/** Types of all locals after the parameters. */
	locals(): WasmType[];
}

/** Context of one function; its registers are the first locals. */
export function createFunctionContext(context: ModuleContext, fn: LinkedFunction): FunctionContext {
	const types: ValueType[] = [...fn.ir.registers];
	const free: Record<ValueType, number[]> = {i32: [], i64: []};
	const inUse: Record<ValueType, number[]> = {i32: [], i64: []};
	let frameLocal = -1;
	let labels = 0;

	const local = (type: ValueType): number => types.push(type) - 1;
	return {
		...context,
		fn,
		pointer: pointerType(fn.unit.unit.pointerBits),
		frame: layOutFrame(fn.ir.frame),
		local,
		frameLocal() {
			if (frameLocal < 0) frameLocal = local('i32');
			return frameLocal;
		},
		scratch(type) {
			const taken = free[type].pop() ?? local(type);
			inUse[type].push(taken);
			return taken;
		},
		release() {
			for (const type of ['i32', 'i64'] as const) free[type].push(...inUse[type].splice(0).reverse());
		},
		label: () => `loop${labels++}`,
		locals: () => types.slice(fn.ir.parameters.length).map(type => wasmType(context.api, type)),
	};
}

/** Register type of pointers of that many bits. */
export function pointerType(bits: 32 | 64): ValueType {
	return bits === 64 ? 'i64' : 'i32';
}

/** Stack frames keep this alignment, so a frame slot needs care only when it wants more. */
export const stackAlign = 16;

function layOutFrame(slots: readonly FrameSlot[]): FrameLayout {
	const offsets: number[] = [];
	let size = 0;
	let align: number = stackAlign;
	for (const slot of slots) {
		size = Math.ceil(size / slot.align) * slot.align;
		offsets.push(size);
		size += slot.size;
		align = Math.max(align, slot.align);
	}
	return {offsets, size: Math.ceil(size / stackAlign) * stackAlign, align};
}

/** Reads a register. */
export function getRegister(f: FunctionContext, register: number): Expression {
	return f.module.local.get(register, wasmType(f.api, registerType(f, register)));
}

/** Type of a register. Throws on a number that the function does not have. */
export function registerType(f: FunctionContext, register: number): ValueType {
	const type = f.fn.ir.registers[register];
	if (!type) throw new Error(`function '${f.fn.name}' has no register ${register}`);
	return type;
}

/** Value of an operand, of the type that its use expects. */
export function emitOperand(f: FunctionContext, operand: Operand, type: ValueType): Expression {
	switch (operand.kind) {
		case 'register': {
			const has = registerType(f, operand.register);
			if (has !== type) {
				throw new Error(`function '${f.fn.name}': register ${operand.register} is ${has}, used as ${type}`);
			}
			return getRegister(f, operand.register);
		}
		case 'constant':
			return constant(f.module, type, operand.value);
		case 'symbol':
			return constant(f.module, f.pointer, symbolValue(symbolOf(f, operand.name)) + operand.offset);
		case 'frame': {
			const offset = (f.frame.offsets[operand.slot] ?? 0) + operand.offset;
			const address = f.module.i32.add(
				f.module.local.get(f.frameLocal(), f.api.i32),
				f.module.i32.const(offset),
			);
			return widenAddress(f, address);
		}
	}
}

/** What a name means in this function's unit. */
export function symbolOf(f: FunctionContext, name: string): LinkedSymbol {
	const symbol = f.fn.unit.symbols.get(name);
	if (!symbol) throw new Error(`function '${f.fn.name}': symbol '${name}' was not resolved`);
	return symbol;
}

/** From an address in the machine's memory to a pointer of the target. */
export function widenAddress(f: FunctionContext, address: Expression): Expression {
	return f.pointer === 'i64' ? f.module.i64.extend_u(address) : address;
}

/** From a pointer of the target that is known to be direct to an address in the machine's memory. */
export function narrowAddress(f: FunctionContext, pointer: Expression): Expression {
	return f.pointer === 'i64' ? f.module.i32.wrap(pointer) : pointer;
}

/** A value of one type as the other, zero-extended or cut. */
export function fitType(
	{module: m}: ModuleContext,
	value: Expression,
	from: ValueType,
	to: ValueType,
): Expression {
	if (from === to) return value;
	return to === 'i64' ? m.i64.extend_u(value) : m.i32.wrap(value);
}
