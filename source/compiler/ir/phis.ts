/**
 * Phi elimination: each phi becomes moves at the end of the blocks control comes from.
 *
 * The moves of one edge happen at once (a phi may take another's old value), so they are put in an order, with a
 * spare register for cycles. An edge that has company at both ends gets a block of its own for its moves.
 */
import {type BlockDraft, constant, type FunctionDraft} from './builder.ts';
import type {Instruction, LocationIndex, Operand, Terminator} from './ir.ts';

interface Move {
	to: number;
	from: Operand;
}

/** Replace all phis of a function. Block numbers are indices into `draft.blocks`; new blocks go to the end. */
export function eliminatePhis(draft: FunctionDraft): void {
	const predecessors = findPredecessors(draft.blocks);
	const originalCount = draft.blocks.length;
	for (let index = 0; index < originalCount; index++) {
		const block = draft.blocks[index]!;
		if (block.phis.length === 0) continue;
		const sources = predecessors.get(index) ?? new Set();
		for (const source of sources) placeMoves(draft, source, index, sources.size === 1);
		block.phis = [];
	}
}

/** Numbers of the blocks that a terminator leads to, without duplicates. */
export function successorsOf(terminator: Terminator | null): number[] {
	switch (terminator?.op) {
		case 'jump':
			return [terminator.target];
		case 'branch':
			return [...new Set([terminator.whenTrue, terminator.whenFalse])];
		case 'switch':
			return [...new Set([terminator.otherwise, ...terminator.cases.map(({target}) => target)])];
		default:
			return [];
	}
}

/** The terminator with every target mapped. */
export function retarget(terminator: Terminator, map: (target: number) => number): Terminator {
	switch (terminator.op) {
		case 'jump':
			return {...terminator, target: map(terminator.target)};
		case 'branch':
			return {...terminator, whenTrue: map(terminator.whenTrue), whenFalse: map(terminator.whenFalse)};
		case 'switch':
			return {
				...terminator,
				otherwise: map(terminator.otherwise),
				cases: terminator.cases.map(({value, target}) => ({value, target: map(target)})),
			};
		default:
			return terminator;
	}
}

function findPredecessors(blocks: readonly BlockDraft[]): Map<number, Set<number>> {
	const predecessors = new Map<number, Set<number>>();
	blocks.forEach((block, index) => {
		for (const target of successorsOf(block.terminator)) {
			const known = predecessors.get(target);
			if (known === undefined) predecessors.set(target, new Set([index]));
			else known.add(index);
		}
	});
	return predecessors;
}

function placeMoves(
	draft: FunctionDraft,
	sourceIndex: number,
	targetIndex: number,
	onlySource: boolean,
): void {
	const source = draft.blocks[sourceIndex]!;
	const target = draft.blocks[targetIndex]!;
	const at = source.terminator?.at ?? -1;
	const moves = sequence(draft, edgeMoves(draft, source, target), at);
	if (moves.length === 0 || source.terminator === null) return;
	if (successorsOf(source.terminator).length === 1) {
		// A branch whose two ways are the same block still reads its condition, which a move could overwrite.
		source.terminator = {op: 'jump', target: targetIndex, at};
		source.instructions.push(...moves);
	} else if (onlySource) {
		target.instructions.unshift(...moves);
	} else {
		const middle = draft.blocks.length;
		draft.blocks.push({
			label: '',
			instructions: moves,
			phis: [],
			terminator: {op: 'jump', target: targetIndex, at},
			trapAfter: null,
			trapAt: null,
		});
		source.terminator = retarget(source.terminator, old => (old === targetIndex ? middle : old));
	}
}

function edgeMoves(draft: FunctionDraft, source: BlockDraft, target: BlockDraft): Move[] {
	return target.phis.flatMap(phi => {
		const values = phi.incoming.get(source.label);
		if (values === undefined)
			return draft.module.fail(`a phi in %${target.label} has no value for %${source.label}`);
		return phi.to.map((to, index) => ({to, from: values[index] ?? constant(32, 0)}));
	});
}

/** Put moves that happen at once in an order in which no value is overwritten before it is read. */
function sequence(draft: FunctionDraft, moves: readonly Move[], at: LocationIndex): Instruction[] {
	const result: Instruction[] = [];
	const pending = new Map<number, Operand>();
	const readers = new Map<number, number>();
	for (const {to, from} of moves) {
		if (from.kind === 'register' && from.register === to) continue;
		pending.set(to, from);
		if (from.kind === 'register') readers.set(from.register, (readers.get(from.register) ?? 0) + 1);
	}
	const ready = [...pending.keys()].filter(to => (readers.get(to) ?? 0) === 0);
	while (pending.size > 0) {
		const to = ready.pop();
		if (to === undefined) {
			// Only cycles are left: save the register that the next move overwrites, and read it from there.
			const victim = pending.keys().next().value;
			if (victim !== undefined) breakCycle(draft, victim, {pending, readers, ready, result, at});
			continue;
		}
		const from = pending.get(to)!;
		pending.delete(to);
		result.push({op: 'move', to, from, at});
		if (from.kind !== 'register') continue;
		const left = readers.get(from.register)! - 1;
		readers.set(from.register, left);
		if (left === 0 && pending.has(from.register)) ready.push(from.register);
	}
	return result;
}

interface Sequencing {
	pending: Map<number, Operand>;
	readers: Map<number, number>;
	ready: number[];
	result: Instruction[];
	at: LocationIndex;
}

function breakCycle(draft: FunctionDraft, victim: number, state: Sequencing): void {
	const spare = draft.registers.length;
	draft.registers.push(draft.registers[victim]!);
	state.result.push({op: 'move', to: spare, from: {kind: 'register', register: victim}, at: state.at});
	for (const [to, from] of state.pending) {
		if (from.kind === 'register' && from.register === victim) {
			state.pending.set(to, {kind: 'register', register: spare});
			state.readers.set(spare, (state.readers.get(spare) ?? 0) + 1);
		}
	}
	state.readers.set(victim, 0);
	state.ready.push(victim);
}
