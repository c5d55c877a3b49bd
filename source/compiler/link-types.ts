/**
 * What the linker hands to an emitter: the functions and data that are really used, every symbol resolved to an object,
 * all addresses fixed. Nothing here knows WebAssembly, so every emitter can start from it.
 */
import type {ImageManifest, SymbolPlace} from './image.ts';
import type {IrFunction, IrGlobal, Location, Unit, ValueType} from './ir/ir.ts';

/** One translation unit of the core. */
export interface CoreUnit {
	unit: Unit;
	/** True for hardware: its accesses are known to be direct and get no check. */
	direct: boolean;
}

export interface LinkOptions {
	/** Id of the architecture mode. */
	arch: string;
	/** Size of the machine's memory in bytes, a multiple of 64 KiB. */
	memoryBytes: number;
	core: CoreUnit[];
	/** In the order of their indexes. */
	variants: {id: string; units: Unit[]}[];
	programs: {id: string; unit: Unit; entry: string}[];
	/** Names of the overridable functions. */
	slots: string[];
	/** C functions of the core that the host calls. */
	exports: string[];
}

/** The operations of `ptelab/intrinsics.h`, without their prefix. */
export const intrinsics = [
	'cpu',
	'variant',
	'trap',
	'wait',
	'wake',
	'static_end',
	'memory_end',
	'atomic_begin',
	'atomic_end',
	'choose',
	'assert',
	'block_until',
] as const;
export type Intrinsic = (typeof intrinsics)[number];

/** A unit in its place in the program. */
export interface LinkedUnit {
	unit: Unit;
	direct: boolean;
	/** True for a program's unit, whose pointers may be wider than the kernel's. */
	isProgram: boolean;
	/** For messages: `core`, `variant VJ` or `program churn`. */
	owner: string;
	/** Every symbol that live code or data of this unit names. */
	symbols: Map<string, LinkedSymbol>;
	/** Location of the unit → index into `LinkedProgram.locations`. */
	locations: number[];
}

export interface LinkedFunction {
	kind: 'function';
	/** Unique in the program; the C name where that is unique already. */
	name: string;
	unit: LinkedUnit;
	ir: IrFunction;
	/** Index in the function table, or 0 when its address is never taken. */
	tableIndex: number;
}

export interface LinkedData {
	kind: 'data';
	unit: LinkedUnit;
	ir: IrGlobal;
	/** Byte address in the machine's memory. */
	address: number;
}

/** An overridable function: a call of it goes to `definitions[variant]`. */
export interface LinkedSlot {
	kind: 'slot';
	name: string;
	parameters: ValueType[];
	results: ValueType[];
	/** By variant index. */
	definitions: LinkedFunction[];
	/** Table index of the definition of variant 0; variant v is at `firstIndex + v`. */
	firstIndex: number;
	/** Table index of the dispatching function, or 0 when its address is never taken. */
	tableIndex: number;
}

export interface LinkedIntrinsic {
	kind: 'intrinsic';
	intrinsic: Intrinsic;
}

export type LinkedSymbol = LinkedFunction | LinkedData | LinkedSlot | LinkedIntrinsic;

export interface LinkedProgram {
	arch: string;
	/** Of the core and the variants. */
	pointerBits: 32 | 64;
	bigEndian: boolean;
	memoryBytes: number;
	/** First byte after all static data, a multiple of 16. */
	staticEnd: number;
	/**
	 * Address of a word that is 0 in fresh memory and that whoever writes the initial data uses to do it once: 1 while
	 * it is being done, 2 afterwards.
	 */
	guard: number;
	/** Initial bytes from `initialAddress` on; what follows up to `staticEnd` is zero. */
	initial: Uint8Array;
	initialAddress: number;
	/** Below lie only constants (and nothing below `initialAddress`): no store can change what a load finds there. */
	constantEnd: number;
	/** Live functions, in a stable order. */
	functions: LinkedFunction[];
	slots: LinkedSlot[];
	/** Function table from index 0, which is null and stays empty. */
	table: (LinkedFunction | LinkedSlot | null)[];
	/** Exported name → function. */
	exports: Map<string, LinkedFunction>;
	/** Hook of accesses that are not direct; null when the core has none. */
	translate: LinkedFunction | null;
	/** The same for arena pointers (address space 1). */
	translateArena: LinkedFunction | null;
	/** All locations of all units, without repeats, in the terms of `ImageManifest.locations`. */
	locations: Location[];
	/** External data symbols of the core. */
	symbols: Record<string, SymbolPlace>;
	variants: string[];
	variantSlots: ImageManifest['variantSlots'];
	/** Program → index of its entry in the function table. */
	programs: Record<string, number>;
}

/** What is wrong with a set of units; one line per problem. */
export class LinkError extends Error {
	override name = 'LinkError';
	readonly problems: readonly string[];
	constructor(problems: readonly string[]) {
		super(problems.join('\n'));
		this.problems = problems;
	}
}
