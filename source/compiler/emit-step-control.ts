/**
 * Control flow of a function that can be entered at many places: its blocks stand in one row inside a loop. A jump forward
 * leaves the blocks around it, a jump backward goes through a table at the head of the loop, as does going on after a
 * stop. That is larger than what the Relooper makes of a function with one entry, and never worse than a table jump.
 */

import {typeOfWidth} from './emit-arithmetic.ts';
import {constant, type Expression} from './emit-binaryen.ts';
import {emitOperand} from './emit-context.ts';
import {getGlobal, getLocal, type StepContext, setGlobal} from './emit-step-context.ts';
import {stepSuccessors} from './emit-step-liveness.ts';
import type {StepTerminator} from './emit-step-lower.ts';

/** Makes the pieces that depend on what a function does. */
export interface ControlParts {
	/** A block without its jumps; what leaves the function included. */
	emitBlock(index: number): Expression[];
	/** What a function does right after its stop: restores registers. By place to go on, from 1. */
	emitResume(resume: number): Expression[];
	/** Leaves the function because the step had all the turns it gets. */
	emitEndless(index: number): Expression[];
}

/** Body of the function; `entry` is a local that holds the place to go on, or 0. */
export function emitStates(f: StepContext, entry: number, parts: ControlParts): Expression {
	const m = f.module;
	const {blocks} = f.step;
	const order = reversePostOrder(f);
	const position = new Map(order.map((block, index) => [block, index]));
	const resumed = f.step.stops
		? order.flatMap(block => {
				const resume = blocks[block]?.resume ?? 0;
				return resume > 0 ? [{resume, block}] : [];
			})
		: [];
	const isBackward = (from: number, to: number): boolean =>
		(position.get(to) ?? 0) <= (position.get(from) ?? 0);
	const heads = new Set(
		order.flatMap(from => {
			const terminator = blocks[from]?.terminator;
			return terminator ? stepSuccessors(terminator).filter(to => isBackward(from, to)) : [];
		}),
	);

	const blockLabel = (block: number): string => `b${block}`;
	const resumeLabel = (resume: number): string => `r${resume}`;
	const places = f.step.resumeSites.length;
	const headIndex = new Map([...heads].map((block, index) => [block, places + index]));
	const resumeBlocks = new Set(resumed.map(({resume}) => resume));
	const targets = [
		blockLabel(0),
		...Array.from({length: places - 1}, (_unused, index) =>
			resumeBlocks.has(index + 1) ? resumeLabel(index + 1) : blockLabel(0),
		),
		...[...heads].map(blockLabel),
	];

	const nodes: {label: string; code: Expression[]}[] = [
		...resumed.map(({resume, block}) => ({
			label: resumeLabel(resume),
			code: [...parts.emitResume(resume), m.br(blockLabel(block))],
		})),
		...order.map(block => ({
			label: blockLabel(block),
			code: [...parts.emitBlock(block), ...emitJumps(block)],
		})),
	];
	const dispatch =
		targets.length === 1 ? m.br(blockLabel(0)) : m.switch(targets, blockLabel(0), getLocal(f, entry));
	let row = dispatch;
	for (const {label, code} of nodes) row = m.block(null, [m.block(label, [row]), ...code]);
	return heads.size > 0 ? m.loop('again', row) : row;

	function jump(from: number, to: number): Expression {
		const index = headIndex.get(to);
		if (!isBackward(from, to) || index === undefined) return m.br(blockLabel(to));
		return m.block(null, [
			spendFuel(f, parts.emitEndless(from)),
			m.local.set(entry, m.i32.const(index)),
			m.br('again'),
		]);
	}

	function emitJumps(from: number): Expression[] {
		const terminator = blocks[from]?.terminator;
		if (!terminator) return [m.unreachable()];
		return jumpsOf(terminator, from);
	}

	function jumpsOf(terminator: StepTerminator, from: number): Expression[] {
		switch (terminator.op) {
			case 'jump':
				return [jump(from, terminator.target)];
			case 'stoppingCall':
				return [jump(from, terminator.next)];
			case 'branch': {
				const condition = emitOperand(f, terminator.condition, 'i32');
				return [m.if(condition, jump(from, terminator.whenTrue)), jump(from, terminator.whenFalse)];
			}
			case 'switch': {
				const type = typeOfWidth(terminator.width);
				const tests = terminator.cases
					.filter(({target}) => target !== terminator.otherwise)
					.map(({value, target}) => {
						const isIt = m[type].eq(emitOperand(f, terminator.value, type), constant(m, type, value));
						return m.if(isIt, jump(from, target));
					});
				return [...tests, jump(from, terminator.otherwise)];
			}
			case 'return':
			case 'unreachable':
			case 'die':
				// They have left the function by now.
				return [];
		}
	}
}

/** Takes one turn from the step; `endless` leaves the function when none is left. */
export function spendFuel(f: StepContext, endless: Expression[]): Expression {
	const m = f.module;
	return m.block(null, [
		setGlobal(f, 'fuel', m.i32.sub(getGlobal(f, 'fuel'), m.i32.const(1))),
		m.if(m.i32.le_s(getGlobal(f, 'fuel'), m.i32.const(0)), m.block(null, endless)),
	]);
}

function reversePostOrder(f: StepContext): number[] {
	const {blocks} = f.step;
	const done: number[] = [];
	const seen = new Set([0]);
	const stack: {block: number; next: number[]}[] = [{block: 0, next: successors(0)}];
	for (let top = stack.at(-1); top; top = stack.at(-1)) {
		const next = top.next.pop();
		if (next === undefined) {
			done.push(top.block);
			stack.pop();
		} else if (!seen.has(next)) {
			seen.add(next);
			stack.push({block: next, next: successors(next)});
		}
	}
	return done.reverse();

	function successors(block: number): number[] {
		const terminator = blocks[block]?.terminator;
		return terminator ? stepSuccessors(terminator) : [];
	}
}
