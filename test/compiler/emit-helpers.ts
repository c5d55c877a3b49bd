/**
 * Hand-made units, and images brought to run: what the tests of linker and emitter share.
 */
import './quick-binaryen.ts';
import {emitRun} from '../../source/compiler/emit-run.ts';
import type {Image} from '../../source/compiler/image.ts';
import type {
	Access,
	Block,
	FrameSlot,
	Instruction,
	IrFunction,
	IrGlobal,
	Operand,
	Terminator,
	Unit,
	ValueType,
} from '../../source/compiler/ir/ir.ts';
import {type LinkedProgram, type LinkOptions, link} from '../../source/compiler/link.ts';

export const memoryBytes = 4 * 0x1_0000;

export const reg = (register: number): Operand => ({kind: 'register', register});
export const sym = (name: string, offset = 0): Operand => ({kind: 'symbol', name, offset});
export const frameAt = (slot: number, offset = 0): Operand => ({kind: 'frame', slot, offset});
export const num = (value: number | bigint, type: ValueType = 'i32'): Operand => ({
	kind: 'constant',
	type,
	value: BigInt.asUintN(type === 'i32' ? 32 : 64, BigInt(value)),
});

/** A plain, aligned access in address space 0; `extra` changes what differs. */
export function access(address: Operand, width: Access['width'], extra: Partial<Access> = {}): Access {
	return {address, width, ordering: 'plain', volatile: false, space: 0, align: width / 8, ...extra};
}

type WithoutAt<T> = T extends unknown ? Omit<T, 'at'> : never;
export type Step = WithoutAt<Instruction>;
export type End = WithoutAt<Terminator>;

/** A block; its instructions carry the locations 0, 1, 2 … as far as the unit has that many, else none. */
export function block(steps: Step[], end: End): Block {
	const instructions = steps.map((step): Instruction => ({...step, at: 0}) as Instruction);
	return {instructions, terminator: {...end, at: 0} as Terminator};
}

export interface FunctionParts {
	parameters?: ValueType[];
	results?: ValueType[];
	/** Types of the registers after the parameters. */
	registers?: ValueType[];
	frame?: FrameSlot[];
	linkage?: IrFunction['linkage'];
	blocks: Block[];
}

export function fn(name: string, parts: FunctionParts): IrFunction {
	const parameters = parts.parameters ?? [];
	return {
		name,
		linkage: parts.linkage ?? 'external',
		parameters,
		results: parts.results ?? [],
		registers: [...parameters, ...(parts.registers ?? [])],
		frame: parts.frame ?? [],
		blocks: parts.blocks,
		at: 0,
		variadic: false,
		section: '',
	};
}

/** A function of one block that returns a number. */
export function returning(
	name: string,
	value: number,
	linkage: IrFunction['linkage'] = 'external',
): IrFunction {
	return fn(name, {results: ['i32'], linkage, blocks: [block([], {op: 'return', values: [num(value)]})]});
}

/** A function that returns what `callee` returns. */
export function calling(name: string, callee: string): IrFunction {
	return fn(name, {
		results: ['i32'],
		registers: ['i32'],
		blocks: [
			block(
				[
					{
						op: 'call',
						to: [0],
						callee: {kind: 'direct', name: callee},
						args: [],
						parameters: [],
						results: ['i32'],
					},
				],
				{
					op: 'return',
					values: [reg(0)],
				},
			),
		],
	});
}

export function global(name: string, size: number, parts: Partial<IrGlobal> = {}): IrGlobal {
	return {
		name,
		linkage: 'external',
		size,
		align: 8,
		initial: null,
		relocations: [],
		constant: false,
		section: '',
		...parts,
	};
}

export function unit(name: string, parts: Partial<Unit>): Unit {
	return {
		name,
		pointerBits: 32,
		bigEndian: false,
		functions: [],
		globals: [],
		externals: [],
		locations: [{function: 'f', file: `${name}.c`, line: 7, column: 1, inlinedAt: -1}],
		...parts,
	};
}

/** Links with everything left out that a test does not name; core units are hardware unless said otherwise. */
export function linkUnits(core: Unit[], extra: Partial<LinkOptions> = {}): LinkedProgram {
	return link({
		arch: 'test',
		memoryBytes,
		core: core.map(each => ({unit: each, direct: true})),
		variants: [],
		programs: [],
		slots: [],
		exports: [],
		...extra,
	});
}

/** What a trap of the program throws. */
export class Trap extends Error {
	readonly code: number;
	readonly argument: number;
	constructor(code: number, argument: number) {
		super(`trap ${code} ${argument}`);
		this.code = code;
		this.argument = argument;
	}
}

export interface Running {
	image: Image;
	memory: WebAssembly.Memory;
	view: DataView;
	/** Calls an exported function; its result as an unsigned number. */
	call(name: string, ...args: number[]): number;
	/** Sets an exported global. */
	set(name: 'cpu' | 'variant' | 'stack_pointer', value: number): void;
	get(name: 'cpu' | 'variant' | 'stack_pointer'): number;
	/** The function at a table index, or null. */
	tableEntry(index: number): unknown;
	/** Address of a data symbol. */
	address(symbol: string): number;
}

/** A fresh shared memory of the image's size. */
export function createMemory(image: Image): WebAssembly.Memory {
	const pages = image.manifest.memoryBytes / 0x1_0000;
	return new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
}

/** Instantiates an image with its stack at the end of the memory. */
export function start(image: Image, memory = createMemory(image)): Running {
	const trap = (code: number, argument: number): void => {
		throw new Trap(code, argument);
	};
	const instance = new WebAssembly.Instance(new WebAssembly.Module(image.wasm), {env: {memory, trap}});
	const exported = (name: string): unknown => {
		const value = instance.exports[name];
		if (value === undefined) throw new Error(`no export '${name}'`);
		return value;
	};
	const globalOf = (name: string): WebAssembly.Global => exported(name) as WebAssembly.Global;
	globalOf('stack_pointer').value = image.manifest.memoryBytes;
	return {
		image,
		memory,
		view: new DataView(memory.buffer),
		call: (name, ...args) => Number((exported(name) as (...args: number[]) => unknown)(...args) ?? 0) >>> 0,
		set: (name, value) => {
			globalOf(name).value = value;
		},
		get: name => Number(globalOf(name).value),
		tableEntry: index => (exported('table') as WebAssembly.Table).get(index),
		address(symbol) {
			const place = image.manifest.symbols[symbol];
			if (!place) throw new Error(`no data symbol '${symbol}'`);
			return place.address;
		},
	};
}

/** Links, emits and starts. */
export async function run(core: Unit[], extra: Partial<LinkOptions> = {}, optimize = true): Promise<Running> {
	return start(await emitRun(linkUnits(core, extra), {optimize}));
}

/** Reads an unsigned number of so many bits in the machine's byte order. */
export function readMemory(machine: Running, at: number, width: Access['width']): bigint {
	const little = !machine.image.manifest.bigEndian;
	const {view} = machine;
	if (width === 64) return view.getBigUint64(at, little);
	return BigInt(
		width === 32 ? view.getUint32(at, little) : width === 16 ? view.getUint16(at, little) : view.getUint8(at),
	);
}

/** Writes one. */
export function writeMemory(machine: Running, at: number, width: Access['width'], value: bigint): void {
	const little = !machine.image.manifest.bigEndian;
	const {view} = machine;
	if (width === 64) view.setBigUint64(at, value, little);
	else if (width === 32) view.setUint32(at, Number(value), little);
	else if (width === 16) view.setUint16(at, Number(value), little);
	else view.setUint8(at, Number(value));
}
