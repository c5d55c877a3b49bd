/**
 * The lab's intermediate form: what the LLVM reader makes and both emitters take.
 *
 * A program is functions of basic blocks over numbered registers. Registers are mutable (the reader has already
 * replaced phis by moves), hold an i32 or an i64, and narrower integers are kept zero-extended in them. Every access
 * to memory, and nothing else, is an explicit instruction with its width, ordering and source location.
 */

/** Kind of a register: integers up to 32 bits (and 32-bit pointers) live in an i32, up to 64 bits in an i64. */
export type ValueType = 'i32' | 'i64';

/** Index into `Unit.locations`; -1 where the compiler gave none. */
export type LocationIndex = number;

/** One source position, with the chain of calls it was inlined through. */
export interface Location {
	/** Name of the C function whose text this is (not the one it was inlined into). */
	function: string;
	/** Path as given to the compiler. */
	file: string;
	/** 1-based line; 0 where the compiler made the instruction up. */
	line: number;
	/** 1-based column; 0 where unknown. */
	column: number;
	/** Location of the call this was inlined at, or -1. */
	inlinedAt: LocationIndex;
}

export type Operand =
	| {kind: 'register'; register: number}
	/** `value` is kept non-negative and below 2^width of its use. */
	| {kind: 'constant'; type: ValueType; value: bigint}
	/** Address of a global or, for a function, its index in the function table; plus a byte offset. */
	| {kind: 'symbol'; name: string; offset: number}
	/** Address inside this call's stack frame: `offset` bytes into frame slot `slot`. */
	| {kind: 'frame'; slot: number; offset: number};

/** C11/LLVM ordering of a memory access; 'plain' is a non-atomic one. */
export type Ordering = 'plain' | 'unordered' | 'relaxed' | 'acquire' | 'release' | 'acq_rel' | 'seq_cst';

/** What every memory access carries. */
export interface Access {
	/** Address register or operand, of the target's pointer type. */
	address: Operand;
	/** Bits that are accessed in memory: 8, 16, 32 or 64. */
	width: 8 | 16 | 32 | 64;
	ordering: Ordering;
	volatile: boolean;
	/** LLVM address space: 0 kernel memory, 1 a BPF arena. */
	space: 0 | 1;
	/** Alignment the compiler promises, in bytes (1 when it promises none). */
	align: number;
}

export type BinaryOperator =
	| 'add'
	| 'sub'
	| 'mul'
	| 'udiv'
	| 'sdiv'
	| 'urem'
	| 'srem'
	| 'and'
	| 'or'
	| 'xor'
	| 'shl'
	| 'lshr'
	| 'ashr';
export type Predicate = 'eq' | 'ne' | 'ult' | 'ule' | 'ugt' | 'uge' | 'slt' | 'sle' | 'sgt' | 'sge';
export type RmwOperator =
	| 'xchg'
	| 'add'
	| 'sub'
	| 'and'
	| 'or'
	| 'xor'
	| 'nand'
	| 'max'
	| 'min'
	| 'umax'
	| 'umin';

/** Callee of a direct call (by name, resolved by the linker) or an indirect one (an operand that is a table index). */
export type Callee = {kind: 'direct'; name: string} | {kind: 'indirect'; target: Operand};

/**
 * One instruction. `width` is the number of significant bits (1 to 64) of the integers it works on: results are
 * zero-extended from it, and signed operations take bit `width - 1` as the sign. The value type follows from the
 * width: up to 32 an i32, above an i64.
 */
export type Instruction = {at: LocationIndex} & (
	| {op: 'move'; to: number; from: Operand}
	| {op: 'binary'; operator: BinaryOperator; width: number; to: number; left: Operand; right: Operand}
	/** `to` gets 0 or 1 (i32). */
	| {op: 'compare'; predicate: Predicate; width: number; to: number; left: Operand; right: Operand}
	/** clz and ctz of 0 give `width`. */
	| {
			op: 'unary';
			operator: 'clz' | 'ctz' | 'popcnt' | 'bswap' | 'bitreverse';
			width: number;
			to: number;
			from: Operand;
	  }
	| {
			op: 'convert';
			kind: 'truncate' | 'zeroExtend' | 'signExtend';
			fromWidth: number;
			toWidth: number;
			to: number;
			from: Operand;
	  }
	| {op: 'select'; width: number; to: number; condition: Operand; whenTrue: Operand; whenFalse: Operand}
	| ({op: 'load'; to: number} & Access)
	| ({op: 'store'; value: Operand} & Access)
	/** `to` gets the old value. */
	| ({op: 'rmw'; operator: RmwOperator; to: number; value: Operand} & Access)
	/** `to` gets the old value, `success` (i32) 0 or 1. Never fails spuriously. */
	| ({op: 'cmpxchg'; to: number; success: number; expected: Operand; replacement: Operand} & Access)
	| {op: 'fence'; ordering: Ordering}
	/** `to` has one register per result of the callee; empty where results are ignored or there are none. */
	| {
			op: 'call';
			to: number[];
			callee: Callee;
			args: Operand[];
			parameters: ValueType[];
			results: ValueType[];
	  }
	/** Grow the frame by `size` bytes (variable-length array); `to` gets the address. */
	| {op: 'alloca'; to: number; size: Operand; align: number}
	| {op: 'stackSave'; to: number}
	| {op: 'stackRestore'; from: Operand}
);

export type Terminator = {at: LocationIndex} & (
	| {op: 'jump'; target: number}
	| {op: 'branch'; condition: Operand; whenTrue: number; whenFalse: number}
	/** Values are unsigned and distinct; `width` as for instructions. */
	| {
			op: 'switch';
			value: Operand;
			width: number;
			cases: {value: bigint; target: number}[];
			otherwise: number;
	  }
	| {op: 'return'; values: Operand[]}
	/** The compiler has proved that control never comes here (or `__builtin_unreachable`, `__builtin_trap`). */
	| {op: 'unreachable'; trap: boolean}
);

export interface Block {
	instructions: Instruction[];
	terminator: Terminator;
}

/** One stack object of a function whose address is used (an alloca in the entry block). */
export interface FrameSlot {
	/** Bytes. */
	size: number;
	/** Bytes, a power of two. */
	align: number;
	/** C name of the variable where known, else ''. */
	name: string;
}

export interface IrFunction {
	name: string;
	/** internal: visible in its unit only; weak: an external definition of the same name wins. */
	linkage: 'internal' | 'external' | 'weak';
	/** Parameters are registers 0 … parameters.length - 1. */
	parameters: ValueType[];
	/** Results in order; more than one where C returns a small struct. */
	results: ValueType[];
	/** Type of each register, parameters first. */
	registers: ValueType[];
	frame: FrameSlot[];
	/** Block 0 is the entry; no block jumps to it. */
	blocks: Block[];
	at: LocationIndex;
	/**
	 * The function takes `...`: the caller passes one extra pointer, last and part of `parameters`, to a buffer of 8-byte
	 * slots (4-byte ones where pointers have 32 bits; 0 when there are no such arguments).
	 */
	variadic: boolean;
	/** Section name of `__attribute__((section))`, or ''. */
	section: string;
}

/** A place in a global's initial bytes that holds an address. */
export interface Relocation {
	/** Byte offset in the global. */
	offset: number;
	/** Symbol whose address (or table index) goes there. */
	symbol: string;
	/** Bytes added to the address. */
	addend: number;
	/** Bytes: 4 or 8, stored in the unit's byte order. */
	size: 4 | 8;
}

export interface IrGlobal {
	name: string;
	linkage: 'internal' | 'external' | 'weak';
	/** Bytes. */
	size: number;
	/** Bytes, a power of two. */
	align: number;
	/** Initial contents in the target's byte order; null means zeros. */
	initial: Uint8Array | null;
	relocations: Relocation[];
	constant: boolean;
	section: string;
}

/** One translation unit. */
export interface Unit {
	/** Name of the unit, unique in a program; also the prefix that keeps its internal symbols apart. */
	name: string;
	pointerBits: 32 | 64;
	bigEndian: boolean;
	functions: IrFunction[];
	globals: IrGlobal[];
	/** Names that are declared here and defined elsewhere. */
	externals: string[];
	locations: Location[];
}

/** A construct the reader does not cover, or text that is not LLVM IR. Its message names file, line and construct. */
export class IrError extends Error {
	override name = 'IrError';
	/** C file, or '' where not known. */
	readonly file: string;
	/** C line, 0 where not known. */
	readonly line: number;
	constructor(message: string, file: string, line: number) {
		super(line > 0 ? `${file}:${line}: ${message}` : message);
		this.file = file;
		this.line = line;
	}
}
