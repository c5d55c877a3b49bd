/**
 * Control flow: the graph of blocks goes to Binaryen's Relooper, which finds loops and ifs in it (and dispatches through
 * a helper variable where a loop has several entries). Switches become jump tables where their values lie close together
 * and comparisons elsewhere.
 */

import {bitsOf, typeOfWidth, type Value} from './emit-arithmetic.ts';
import {constant, type Expression, wasmType} from './emit-binaryen.ts';
import {emitOperand, type FunctionContext} from './emit-context.ts';
import type {Block, Terminator} from './ir/ir.ts';

/** Makes the code of one block without its jumps; returns and traps included. */
export type EmitBlock = (block: Block) => Expression[];

/** Code of a function's blocks, jumps included. */
export function emitBlocks(f: FunctionContext, emitBlock: EmitBlock): Expression[] {
	const {blocks} = f.fn.ir;
	const [entry] = blocks;
	if (!entry) throw new Error(`function '${f.fn.name}' has no blocks`);
	if (successorsOf(entry.terminator).length === 0) return emitBlock(entry);

	const relooper = new f.api.Relooper(f.module);
	const nodes = new Map<number, {node: number; links: () => void}>();
	for (const index of reachableBlocks(blocks)) {
		const block = blocks[index];
		if (!block) throw new Error(`function '${f.fn.name}' has no block ${index}`);
		nodes.set(index, addNode(block));
	}
	for (const {links} of nodes.values()) links();
	return [relooper.renderAndDispose(nodeOf(0), f.local('i32'))];

	function nodeOf(index: number): number {
		const found = nodes.get(index);
		if (!found) throw new Error(`function '${f.fn.name}' has no block ${index}`);
		return found.node;
	}

	function addNode(block: Block): {node: number; links: () => void} {
		const code = f.module.block(null, emitBlock(block));
		const {terminator} = block;
		if (terminator.op === 'switch') return addSwitch(code, terminator, planSwitch(terminator));
		const node = relooper.addBlock(code);
		return {
			node,
			links() {
				if (terminator.op === 'jump') relooper.addBranch(node, nodeOf(terminator.target), 0, 0);
				if (terminator.op !== 'branch') return;
				const {whenTrue, whenFalse, condition} = terminator;
				if (whenTrue !== whenFalse) {
					relooper.addBranch(node, nodeOf(whenTrue), emitOperand(f, condition, 'i32'), 0);
				}
				relooper.addBranch(node, nodeOf(whenFalse), 0, 0);
			},
		};
	}

	function addSwitch(
		code: Expression,
		terminator: Switch,
		plan: SwitchPlan,
	): {node: number; links: () => void} {
		const type = typeOfWidth(terminator.width);
		const value: Value = () => emitOperand(f, terminator.value, type);
		const otherwise = terminator.otherwise;
		switch (plan.kind) {
			case 'table': {
				const node = relooper.addBlockWithSwitch(code, tableIndex(f, plan, type, value));
				return {
					node,
					links() {
						for (const [target, cases] of byTarget(plan.cases)) {
							const indexes = cases.map(each => Number(each.value - plan.low));
							relooper.addBranchForSwitch(node, nodeOf(target), indexes, 0);
						}
						relooper.addBranchForSwitch(node, nodeOf(otherwise), [], 0);
					},
				};
			}
			case 'chain': {
				const node = relooper.addBlock(code);
				return {
					node,
					links() {
						for (const [target, cases] of byTarget(plan.cases)) {
							const tests = cases.map(each =>
								f.module[type].eq(value(), constant(f.module, type, each.value)),
							);
							const test = tests.reduce((any, next) => f.module.i32.or(any, next));
							relooper.addBranch(node, nodeOf(target), test, 0);
						}
						relooper.addBranch(node, nodeOf(otherwise), 0, 0);
					},
				};
			}
			case 'split': {
				const node = relooper.addBlock(code);
				const below = addSwitch(f.module.nop(), terminator, plan.below);
				const above = addSwitch(f.module.nop(), terminator, plan.above);
				return {
					node,
					links() {
						const test = f.module[type].lt_u(value(), constant(f.module, type, plan.pivot));
						relooper.addBranch(node, below.node, test, 0);
						relooper.addBranch(node, above.node, 0, 0);
						below.links();
						above.links();
					},
				};
			}
		}
	}
}

/** Blocks that control can go to from a terminator. */
export function successorsOf(terminator: Terminator): number[] {
	switch (terminator.op) {
		case 'jump':
			return [terminator.target];
		case 'branch':
			return [terminator.whenTrue, terminator.whenFalse];
		case 'switch':
			return [...terminator.cases.map(each => each.target), terminator.otherwise];
		case 'return':
		case 'unreachable':
			return [];
	}
}

function reachableBlocks(blocks: readonly Block[]): number[] {
	const found = new Set([0]);
	for (const index of found) {
		const block = blocks[index];
		// A set's iterator also visits what is added meanwhile.
		if (block) for (const next of successorsOf(block.terminator)) found.add(next);
	}
	return [...found].sort((a, b) => a - b);
}

type Switch = Extract<Terminator, {op: 'switch'}>;
type Case = Switch['cases'][number];
type SwitchPlan =
	| {kind: 'table'; low: bigint; high: bigint; cases: Case[]}
	| {kind: 'chain'; cases: Case[]}
	| {kind: 'split'; pivot: bigint; below: SwitchPlan; above: SwitchPlan};

/** Up to so many cases are compared one by one. */
const chainCases = 3;

/** A jump table may have so many entries per case. */
const tableSparsity = 4;

function planSwitch({cases, otherwise}: Switch): SwitchPlan {
	const sorted = cases
		.filter(each => each.target !== otherwise)
		.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
	return planCases(sorted);
}

function planCases(cases: Case[]): SwitchPlan {
	const first = cases[0];
	const last = cases.at(-1);
	const middle = cases[cases.length >> 1];
	if (!first || !last || !middle || cases.length <= chainCases) return {kind: 'chain', cases};
	if (last.value - first.value < BigInt(cases.length * tableSparsity)) {
		return {kind: 'table', low: first.value, high: last.value, cases};
	}
	return {
		kind: 'split',
		pivot: middle.value,
		below: planCases(cases.slice(0, cases.length >> 1)),
		above: planCases(cases.slice(cases.length >> 1)),
	};
}

/** Index into the table; whatever is outside is beyond its end, where the default is. */
function tableIndex(
	f: FunctionContext,
	{low, high}: {low: bigint; high: bigint},
	type: 'i32' | 'i64',
	value: Value,
): Expression {
	const m = f.module;
	const from = m[type].sub(value(), constant(m, type, low));
	if (bitsOf(type) === 32) return from;
	const wasm = wasmType(f.api, type);
	const local = f.local(type);
	const fits = m.i64.le_u(m.local.tee(local, from, wasm), constant(m, type, high - low));
	return m.if(fits, m.i32.wrap(m.local.get(local, wasm)), m.i32.const(-1));
}

/** The Relooper takes one branch from a block to another, so cases with the same target go together. */
function byTarget(cases: readonly Case[]): Map<number, Case[]> {
	const groups = new Map<number, Case[]>();
	for (const each of cases) {
		const group = groups.get(each.target);
		if (group) group.push(each);
		else groups.set(each.target, [each]);
	}
	return groups;
}
