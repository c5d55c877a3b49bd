/**
 * Instructions that only compute: from registers into a register, without memory or control flow. Every emitter makes
 * them alike.
 */

import {emitBinary, emitCompare, emitConvert, emitUnary, typeOfWidth, type Value} from './emit-arithmetic.ts';
import type {Expression} from './emit-binaryen.ts';
import {emitOperand, type FunctionContext, registerType} from './emit-context.ts';
import type {Instruction} from './ir/ir.ts';

export type Computation = Extract<
	Instruction,
	{op: 'move' | 'binary' | 'compare' | 'unary' | 'convert' | 'select'}
>;

/** Statements of one computation. */
export function emitComputation(f: FunctionContext, instruction: Computation): Expression[] {
	const m = f.module;
	const set = (register: number, value: Expression): Expression[] => [m.local.set(register, value)];
	switch (instruction.op) {
		case 'move':
			return set(instruction.to, emitOperand(f, instruction.from, registerType(f, instruction.to)));
		case 'binary': {
			const {operator, width, to} = instruction;
			const type = typeOfWidth(width);
			const left: Value = () => emitOperand(f, instruction.left, type);
			const right: Value = () => emitOperand(f, instruction.right, type);
			return set(to, emitBinary(m, operator, width, left, right));
		}
		case 'compare': {
			const {predicate, width, to, left, right} = instruction;
			const type = typeOfWidth(width);
			return set(
				to,
				emitCompare(m, predicate, width, emitOperand(f, left, type), emitOperand(f, right, type)),
			);
		}
		case 'unary': {
			const {operator, width, to, from} = instruction;
			return set(to, emitUnary(f, operator, width, emitOperand(f, from, typeOfWidth(width))));
		}
		case 'convert': {
			const {kind, fromWidth, toWidth, to, from} = instruction;
			return set(to, emitConvert(m, kind, fromWidth, toWidth, emitOperand(f, from, typeOfWidth(fromWidth))));
		}
		case 'select': {
			const {width, to, condition, whenTrue, whenFalse} = instruction;
			const type = typeOfWidth(width);
			const [yes, no] = [emitOperand(f, whenTrue, type), emitOperand(f, whenFalse, type)];
			return set(to, m.select(emitOperand(f, condition, 'i32'), yes, no));
		}
	}
}
