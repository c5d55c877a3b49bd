/**
 * One function: every register a local, every instruction a few statements, blocks joined by the Relooper.
 */

import {type Expression, wasmTypes} from './emit-binaryen.ts';
import {emitCall, emitReturn, resultType} from './emit-call.ts';
import {emitComputation} from './emit-compute.ts';
import {
	createFunctionContext,
	emitOperand,
	type FunctionContext,
	type ModuleContext,
	names,
	narrowAddress,
	stackAlign,
	widenAddress,
} from './emit-context.ts';
import {emitBlocks} from './emit-control.ts';
import {createKnownPlaces, type FindKnownPlace} from './emit-direct.ts';
import {emitCmpxchg, emitLoad, emitRmw, emitStore} from './emit-memory.ts';
import type {Block, Instruction, Terminator} from './ir/ir.ts';
import type {LinkedFunction} from './link-types.ts';

/** Trap code and argument of a place that the program must not reach (docs/machine.md: BUG()). */
const bugTrap = [3, 0] as const;

/** Adds a function to the module. */
export function emitFunction(context: ModuleContext, fn: LinkedFunction): void {
	const f = createFunctionContext(context, fn);
	const frame = createFrame(f);
	const findKnown = createKnownPlaces(fn);
	const body = emitBlocks(f, block => emitBlock(f, block, frame, findKnown));
	addFunction(f, [...frame.enter(), ...body]);
}

/** Adds a function of the same type that only traps: a stand-in while looking for one that does not validate. */
export function emitStub(context: ModuleContext, fn: LinkedFunction): void {
	addFunction(createFunctionContext(context, fn), []);
}

function addFunction(f: FunctionContext, statements: readonly Expression[]): void {
	const {name, ir} = f.fn;
	const result = resultType(f, ir.results);
	// Every path has left by its own return before: the end only has to type-check.
	const body = f.module.block(null, [...statements, f.module.unreachable()], result);
	f.module.addFunction(name, wasmTypes(f.api, ir.parameters), result, f.locals(), body);
}

/** How a function takes and gives back its part of the stack; nothing where it needs none. */
interface Frame {
	enter(): Expression[];
	leave(): Expression[];
}

function createFrame(f: FunctionContext): Frame {
	const m = f.module;
	const {ir} = f.fn;
	const grows = ir.blocks.some(block =>
		block.instructions.some(({op}) => op === 'alloca' || op === 'stackRestore'),
	);
	if (ir.frame.length === 0 && !grows) return {enter: () => [], leave: () => []};
	const getStack = (): Expression => m.global.get(names.stackPointer, f.api.i32);
	const getFrame = (): Expression => m.local.get(f.frameLocal(), f.api.i32);
	const {size, align} = f.frame;
	const lowered = m.i32.sub(getStack(), m.i32.const(size));
	if (align === stackAlign) {
		return {
			enter: () => [m.local.set(f.frameLocal(), lowered), m.global.set(names.stackPointer, getFrame())],
			leave: () => [m.global.set(names.stackPointer, m.i32.add(getFrame(), m.i32.const(size)))],
		};
	}
	const before = f.local('i32');
	return {
		enter: () => [
			m.local.set(before, getStack()),
			m.local.set(f.frameLocal(), m.i32.and(lowered, m.i32.const(-align))),
			m.global.set(names.stackPointer, getFrame()),
		],
		leave: () => [m.global.set(names.stackPointer, m.local.get(before, f.api.i32))],
	};
}

function emitBlock(f: FunctionContext, block: Block, frame: Frame, findKnown: FindKnownPlace): Expression[] {
	const statements: Expression[] = [];
	for (const instruction of block.instructions) {
		statements.push(...emitInstruction(f, instruction, findKnown));
		f.release();
	}
	statements.push(...emitEnd(f, block.terminator, frame));
	f.release();
	return statements;
}

/** The part of a terminator that is no jump. */
function emitEnd(f: FunctionContext, terminator: Terminator, frame: Frame): Expression[] {
	const m = f.module;
	switch (terminator.op) {
		case 'return': {
			const values = terminator.values.map((value, index) =>
				emitOperand(f, value, f.fn.ir.results[index] ?? 'i32'),
			);
			return emitReturn(f, values, frame.leave());
		}
		case 'unreachable': {
			const trap = m.call(
				names.trap,
				bugTrap.map(number => m.i32.const(number)),
				f.api.none,
			);
			return terminator.trap ? [trap, m.unreachable()] : [m.unreachable()];
		}
		case 'jump':
		case 'branch':
		case 'switch':
			return [];
	}
}

function emitInstruction(
	f: FunctionContext,
	instruction: Instruction,
	findKnown: FindKnownPlace,
): Expression[] {
	const m = f.module;
	const set = (register: number, value: Expression): Expression[] => [m.local.set(register, value)];
	switch (instruction.op) {
		case 'move':
		case 'binary':
		case 'compare':
		case 'unary':
		case 'convert':
		case 'select':
			return emitComputation(f, instruction);
		case 'load':
			return emitLoad(f, instruction, findKnown);
		case 'store':
			return emitStore(f, instruction, findKnown);
		case 'rmw':
			return emitRmw(f, instruction, findKnown);
		case 'cmpxchg':
			return emitCmpxchg(f, instruction, findKnown);
		case 'fence':
			return [m.call(names.fence, [], f.api.none)];
		case 'call':
			return emitCall(f, instruction);
		case 'alloca': {
			const align = Math.max(stackAlign, instruction.align);
			const size = narrowAddress(f, emitOperand(f, instruction.size, f.pointer));
			const lowered = m.i32.sub(m.global.get(names.stackPointer, f.api.i32), size);
			return [
				m.global.set(names.stackPointer, m.i32.and(lowered, m.i32.const(-align))),
				...set(instruction.to, widenAddress(f, m.global.get(names.stackPointer, f.api.i32))),
			];
		}
		case 'stackSave':
			return set(instruction.to, widenAddress(f, m.global.get(names.stackPointer, f.api.i32)));
		case 'stackRestore':
			return [
				m.global.set(names.stackPointer, narrowAddress(f, emitOperand(f, instruction.from, f.pointer))),
			];
	}
}
