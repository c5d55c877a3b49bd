/**
 * Which registers a stopped function must keep, and where in its frame: a register that nobody reads any more is not part
 * of a CPU's state.
 */

import {successorsOf} from './emit-control.ts';
import type {StepFunction, StepInstruction, StepTerminator} from './emit-step-lower.ts';
import type {Operand, ValueType} from './ir/ir.ts';
import {operandsOf, resultsOf} from './link-references.ts';

/** Where the registers of a stopped function lie. */
export interface FramePlan {
	/** By place to go on (index 0 is not used): the registers that are kept, in ascending order. */
	saved: number[][];
	/** By register: bytes from the start of the saved registers, for those that are ever kept. */
	offsets: Map<number, number>;
	/** Bytes of all saved registers, a multiple of 4. */
	size: number;
}

/** Plans the frame. Registers that are never kept at the same time share a place. */
export function planFrame(step: StepFunction): FramePlan {
	const liveIn = liveAtStart(step);
	const saved = step.resumeSites.map((): number[] => []);
	const results = new Map<number, readonly number[]>();
	for (const {terminator} of step.blocks) {
		if (terminator.op === 'stoppingCall') results.set(terminator.next, terminator.call.to);
	}
	for (const [index, {resume}] of step.blocks.entries()) {
		if (resume === 0) continue;
		const given = results.get(index) ?? [];
		saved[resume] = [...(liveIn[index] ?? [])]
			.filter(register => !given.includes(register))
			.sort((a, b) => a - b);
	}
	return {saved, ...assignOffsets(saved, step.fn.ir.registers)};
}

function assignOffsets(
	saved: readonly number[][],
	types: readonly ValueType[],
): {offsets: Map<number, number>; size: number} {
	const together = new Map<number, Set<number>>();
	for (const registers of saved) {
		for (const register of registers) {
			const others = together.get(register) ?? new Set<number>();
			together.set(register, others);
			for (const other of registers) others.add(other);
		}
	}
	const offsets = new Map<number, number>();
	let size = 0;
	// The wide ones first: they take aligned pairs of words, so two of different types never overlap by half.
	for (const type of ['i64', 'i32'] as const) {
		const bytes = type === 'i64' ? 8 : 4;
		const start = size;
		for (const [register, others] of [...together].sort(([a], [b]) => a - b)) {
			if (types[register] !== type) continue;
			const taken = new Set([...others].map(other => offsets.get(other)));
			let offset = start;
			while (taken.has(offset)) offset += bytes;
			offsets.set(register, offset);
			size = Math.max(size, offset + bytes);
		}
	}
	return {offsets, size};
}

/** Registers live before the first instruction of each block. */
function liveAtStart({blocks}: StepFunction): Set<number>[] {
	const liveIn = blocks.map(() => new Set<number>());
	const gen = blocks.map(() => new Set<number>());
	const kill = blocks.map(() => new Set<number>());
	const predecessors = blocks.map((): number[] => []);
	for (const [index, block] of blocks.entries()) {
		for (const next of stepSuccessors(block.terminator)) predecessors[next]?.push(index);
		const uses = gen[index] ?? new Set();
		const defines = kill[index] ?? new Set();
		const visit = (reads: readonly Operand[], writes: readonly number[]): void => {
			for (const operand of reads) {
				if (operand.kind === 'register' && !defines.has(operand.register)) uses.add(operand.register);
			}
			for (const register of writes) defines.add(register);
		};
		for (const instruction of block.instructions) visit(stepReads(instruction), stepWrites(instruction));
		visit(terminatorReads(block.terminator), terminatorWrites(block.terminator));
	}
	const queue = [...blocks.keys()];
	const queued = new Set(queue);
	for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
		queued.delete(index);
		const block = blocks[index];
		const into = liveIn[index];
		if (!block || !into) continue;
		const before = into.size;
		for (const register of gen[index] ?? []) into.add(register);
		for (const next of stepSuccessors(block.terminator)) {
			for (const register of liveIn[next] ?? []) if (!kill[index]?.has(register)) into.add(register);
		}
		if (into.size === before) continue;
		for (const previous of predecessors[index] ?? []) {
			if (!queued.has(previous)) queue.push(previous);
			queued.add(previous);
		}
	}
	return liveIn;
}

/** Blocks that control can go to from a terminator. */
export function stepSuccessors(terminator: StepTerminator): number[] {
	switch (terminator.op) {
		case 'stoppingCall':
			return [terminator.next];
		case 'die':
			return [];
		default:
			return successorsOf(terminator);
	}
}

function stepReads(instruction: StepInstruction): Operand[] {
	switch (instruction.op) {
		case 'access': {
			const {access, place} = instruction;
			const address = addressReads(place);
			if (access.op === 'load') return address;
			if (access.op === 'cmpxchg') return [...address, access.expected, access.replacement];
			return [...address, access.value];
		}
		case 'call':
			return [
				...(instruction.target.kind === 'indirect' ? [instruction.target.index] : []),
				...instruction.args,
			];
		case 'await':
			return [instruction.address, instruction.value];
		case 'choose':
			return [instruction.count];
		case 'assert':
			return [instruction.condition, instruction.property];
		case 'isDirect':
		case 'narrow':
			return [instruction.pointer];
		case 'release':
			return [{kind: 'register', register: instruction.held}];
		case 'atomic':
		case 'query':
		case 'set':
			return [];
		default:
			return operandsOf(instruction);
	}
}

function addressReads(place: Extract<StepInstruction, {op: 'access'}>['place']): Operand[] {
	switch (place.kind) {
		case 'pointer':
			return [place.operand];
		case 'translated':
			return [{kind: 'register', register: place.register}];
		case 'frame':
		case 'data':
			return [];
	}
}

function stepWrites(instruction: StepInstruction): number[] {
	switch (instruction.op) {
		case 'access':
			return resultsOf(instruction.access);
		case 'call':
			return instruction.to;
		case 'choose':
			return instruction.to === null ? [] : [instruction.to];
		case 'isDirect':
		case 'narrow':
		case 'query':
		case 'set':
			return [instruction.to];
		case 'await':
		case 'assert':
		case 'atomic':
		case 'release':
			return [];
		default:
			return resultsOf(instruction);
	}
}

function terminatorReads(terminator: StepTerminator): Operand[] {
	switch (terminator.op) {
		case 'branch':
			return [terminator.condition];
		case 'switch':
			return [terminator.value];
		case 'return':
			return terminator.values;
		case 'stoppingCall':
			return stepReads(terminator.call);
		case 'die':
			return [terminator.code, terminator.argument];
		case 'jump':
		case 'unreachable':
			return [];
	}
}

function terminatorWrites(terminator: StepTerminator): number[] {
	return terminator.op === 'stoppingCall' ? terminator.call.to : [];
}
