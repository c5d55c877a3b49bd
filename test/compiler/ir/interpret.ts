/**
 * A small sequential interpreter of the intermediate form, for tests of the reader alone.
 *
 * It is strict where an emitter is not: an operand above its width, a register read before it is written, a wrong
 * number of arguments or an access outside memory is an error.
 */
import type {
	Access,
	Instruction,
	IrFunction,
	IrGlobal,
	Operand,
	Terminator,
	Unit,
} from '../../../source/compiler/ir/ir.ts';
import {computeBinary, computeCompare, computeRmw, computeUnary} from './arithmetic.ts';

const memoryBytes = 1 << 20;
const firstAddress = 0x10000;
const stepLimit = 5_000_000;

/** A function of the host, called by name with operands as unsigned numbers. */
export type HostFunction = (machine: Machine, args: bigint[]) => bigint[];

export interface Machine {
	unit: Unit;
	memory: DataView;
	/** Address of each global; function table index of each function. */
	addresses: Map<string, bigint>;
	functions: Map<string, IrFunction>;
	/** Function table: index → name. */
	table: string[];
	host: Record<string, HostFunction>;
	stackTop: number;
	steps: number;
}

/** memcpy, memmove and memset. */
export const memoryFunctions: Record<string, HostFunction> = {
	memcpy: copyBytes,
	memmove: copyBytes,
	memset: (machine, [to, value, length]) => {
		new Uint8Array(machine.memory.buffer).fill(Number(value! & 0xffn), Number(to), Number(to! + length!));
		return [to!];
	},
};

function copyBytes(machine: Machine, [to, from, length]: bigint[]): bigint[] {
	new Uint8Array(machine.memory.buffer).copyWithin(Number(to), Number(from), Number(from! + length!));
	return [to!];
}

/** Lay out a unit's globals and functions. */
export function makeMachine(unit: Unit, host: Record<string, HostFunction> = memoryFunctions): Machine {
	const machine: Machine = {
		unit,
		memory: new DataView(new ArrayBuffer(memoryBytes)),
		addresses: new Map(),
		functions: new Map(),
		table: [''],
		host,
		stackTop: memoryBytes - 64,
		steps: 0,
	};
	for (const definition of unit.functions) {
		machine.functions.set(definition.name, definition);
		machine.addresses.set(definition.name, BigInt(machine.table.length));
		machine.table.push(definition.name);
	}
	for (const name of unit.externals) {
		machine.addresses.set(name, BigInt(machine.table.length));
		machine.table.push(name);
	}
	let end = firstAddress;
	for (const global of unit.globals) {
		end = Math.ceil(end / global.align) * global.align;
		machine.addresses.set(global.name, BigInt(end));
		if (global.initial !== null) new Uint8Array(machine.memory.buffer).set(global.initial, end);
		end += global.size;
	}
	for (const global of unit.globals) relocate(machine, global);
	return machine;
}

function relocate(machine: Machine, global: IrGlobal): void {
	const base = Number(machine.addresses.get(global.name));
	for (const {offset, symbol, addend, size} of global.relocations) {
		writeMemory(machine, BigInt(base + offset), size * 8, symbolAddress(machine, symbol) + BigInt(addend));
	}
}

function symbolAddress(machine: Machine, name: string): bigint {
	const address = machine.addresses.get(name);
	if (address === undefined) throw new Error(`no symbol ${name}`);
	return address;
}

/** Call a function; arguments and results are unsigned. */
export function callFunction(machine: Machine, name: string, args: bigint[]): bigint[] {
	const definition = machine.functions.get(name);
	if (definition === undefined) {
		const host = machine.host[name];
		if (host === undefined) throw new Error(`no function ${name}`);
		return host(machine, args);
	}
	if (args.length !== definition.parameters.length) {
		throw new Error(`${name}: ${args.length} arguments for ${definition.parameters.length} parameters`);
	}
	const savedTop = machine.stackTop;
	const frame: Frame = {machine, definition, registers: [...args], slots: []};
	for (const slot of definition.frame) frame.slots.push(pushFrame(machine, slot.size, slot.align));
	const results = runBlocks(frame);
	machine.stackTop = savedTop;
	return results;
}

interface Frame {
	machine: Machine;
	definition: IrFunction;
	registers: (bigint | undefined)[];
	slots: bigint[];
}

function pushFrame(machine: Machine, size: number, align: number): bigint {
	machine.stackTop = Math.floor((machine.stackTop - size) / align) * align;
	if (machine.stackTop < firstAddress) throw new Error('the stack is full');
	// What was there before must not matter.
	new Uint8Array(machine.memory.buffer).fill(0xa5, machine.stackTop, machine.stackTop + size);
	return BigInt(machine.stackTop);
}

function runBlocks(frame: Frame): bigint[] {
	let index = 0;
	for (;;) {
		const block = frame.definition.blocks[index];
		if (block === undefined) throw new Error(`no block ${index}`);
		for (const instruction of block.instructions) runInstruction(frame, instruction);
		const next = runTerminator(frame, block.terminator);
		if (typeof next !== 'number') return next;
		if (next === 0) throw new Error('a jump to the entry block');
		index = next;
		if (++frame.machine.steps > stepLimit) throw new Error('too many steps');
	}
}

function runTerminator(frame: Frame, terminator: Terminator): number | bigint[] {
	switch (terminator.op) {
		case 'jump':
			return terminator.target;
		case 'branch':
			return read(frame, terminator.condition, 1) === 1n ? terminator.whenTrue : terminator.whenFalse;
		case 'switch': {
			const value = read(frame, terminator.value, terminator.width);
			return terminator.cases.find(one => one.value === value)?.target ?? terminator.otherwise;
		}
		case 'return': {
			const {results} = frame.definition;
			if (terminator.values.length !== results.length) throw new Error('a wrong number of results');
			return terminator.values.map((value, index) => read(frame, value, results[index] === 'i32' ? 32 : 64));
		}
		case 'unreachable':
			throw new Error(terminator.trap ? 'trap' : 'unreachable');
	}
}

/** Value of an operand, which must fit `width` bits. */
function read(frame: Frame, operand: Operand, width: number): bigint {
	const value = readRaw(frame, operand);
	if (value < 0n || value >> BigInt(width) !== 0n) {
		throw new Error(`${value} does not fit ${width} bits (${frame.definition.name})`);
	}
	return value;
}

function readRaw(frame: Frame, operand: Operand): bigint {
	const pointerBits = frame.machine.unit.pointerBits;
	switch (operand.kind) {
		case 'constant':
			return operand.value;
		case 'symbol':
			return BigInt.asUintN(pointerBits, symbolAddress(frame.machine, operand.name) + BigInt(operand.offset));
		case 'frame':
			return BigInt.asUintN(pointerBits, frame.slots[operand.slot]! + BigInt(operand.offset));
		case 'register': {
			const value = frame.registers[operand.register];
			if (value === undefined)
				throw new Error(`register ${operand.register} of ${frame.definition.name} is not set`);
			return value;
		}
	}
}

function write(frame: Frame, register: number, value: bigint): void {
	const type = frame.definition.registers[register];
	if (type === undefined) throw new Error(`no register ${register}`);
	if (value >> (type === 'i32' ? 32n : 64n) !== 0n)
		throw new Error(`${value} does not fit register ${register}`);
	frame.registers[register] = value;
}

function runInstruction(frame: Frame, instruction: Instruction): void {
	const {machine} = frame;
	switch (instruction.op) {
		case 'move':
			write(frame, instruction.to, readRaw(frame, instruction.from));
			break;
		case 'binary': {
			const {width, operator} = instruction;
			const left = read(frame, instruction.left, width);
			const right = read(frame, instruction.right, width);
			write(frame, instruction.to, BigInt.asUintN(width, computeBinary(operator, width, left, right)));
			break;
		}
		case 'compare': {
			const left = read(frame, instruction.left, instruction.width);
			const right = read(frame, instruction.right, instruction.width);
			write(
				frame,
				instruction.to,
				computeCompare(instruction.predicate, instruction.width, left, right) ? 1n : 0n,
			);
			break;
		}
		case 'unary':
			write(
				frame,
				instruction.to,
				computeUnary(instruction, read(frame, instruction.from, instruction.width)),
			);
			break;
		case 'convert': {
			const value = read(frame, instruction.from, instruction.fromWidth);
			const wide = instruction.kind === 'signExtend' ? BigInt.asIntN(instruction.fromWidth, value) : value;
			write(frame, instruction.to, BigInt.asUintN(instruction.toWidth, wide));
			break;
		}
		case 'select': {
			const chosen =
				read(frame, instruction.condition, 1) === 1n ? instruction.whenTrue : instruction.whenFalse;
			write(frame, instruction.to, read(frame, chosen, instruction.width));
			break;
		}
		case 'load':
			write(frame, instruction.to, readMemory(machine, addressOf(frame, instruction), instruction.width));
			break;
		case 'store':
			writeMemory(
				machine,
				addressOf(frame, instruction),
				instruction.width,
				read(frame, instruction.value, instruction.width),
			);
			break;
		case 'rmw': {
			const address = addressOf(frame, instruction);
			const old = readMemory(machine, address, instruction.width);
			const value = read(frame, instruction.value, instruction.width);
			writeMemory(
				machine,
				address,
				instruction.width,
				computeRmw(instruction.operator, instruction.width, old, value),
			);
			write(frame, instruction.to, old);
			break;
		}
		case 'cmpxchg': {
			const address = addressOf(frame, instruction);
			const old = readMemory(machine, address, instruction.width);
			const success = old === read(frame, instruction.expected, instruction.width);
			const replacement = read(frame, instruction.replacement, instruction.width);
			if (success) writeMemory(machine, address, instruction.width, replacement);
			write(frame, instruction.to, old);
			write(frame, instruction.success, success ? 1n : 0n);
			break;
		}
		case 'fence':
			break;
		case 'call':
			runCall(frame, instruction);
			break;
		case 'alloca': {
			const size = Number(read(frame, instruction.size, machine.unit.pointerBits));
			write(frame, instruction.to, pushFrame(machine, size, Math.max(16, instruction.align)));
			break;
		}
		case 'stackSave':
			write(frame, instruction.to, BigInt(machine.stackTop));
			break;
		case 'stackRestore':
			machine.stackTop = Number(read(frame, instruction.from, machine.unit.pointerBits));
			break;
	}
}

function runCall(frame: Frame, call: Instruction & {op: 'call'}): void {
	const args = call.args.map((arg, index) => read(frame, arg, call.parameters[index] === 'i32' ? 32 : 64));
	const {callee} = call;
	const name =
		callee.kind === 'direct' ? callee.name : frame.machine.table[Number(readRaw(frame, callee.target))];
	if (name === undefined || name === '') throw new Error('a call of no function');
	const results = callFunction(frame.machine, name, args);
	call.to.forEach((register, index) => {
		write(frame, register, results[index]!);
	});
}

function addressOf(frame: Frame, access: Access): bigint {
	const address = read(frame, access.address, frame.machine.unit.pointerBits);
	if (address % BigInt(access.align) !== 0n) throw new Error(`${address} is not aligned to ${access.align}`);
	if (address < BigInt(firstAddress)) throw new Error(`an access at ${address} in ${frame.definition.name}`);
	return address;
}

/** Read `width` bits in the unit's byte order. */
export function readMemory(machine: Machine, address: bigint, width: number): bigint {
	let value = 0n;
	const bytes = width / 8;
	for (let index = 0; index < bytes; index++) {
		const place = machine.unit.bigEndian ? index : bytes - 1 - index;
		value = (value << 8n) | BigInt(machine.memory.getUint8(Number(address) + place));
	}
	return value;
}

/** Write `width` bits in the unit's byte order. */
export function writeMemory(machine: Machine, address: bigint, width: number, value: bigint): void {
	const bytes = width / 8;
	for (let index = 0; index < bytes; index++) {
		const place = machine.unit.bigEndian ? bytes - 1 - index : index;
		machine.memory.setUint8(Number(address) + place, Number((value >> BigInt(8 * index)) & 0xffn));
	}
}
