/**
 * Ends of a process of step code: what a step breaks is written down with its place, and the function left. Division by zero and
 * calls that lead nowhere are looked for beforehand: as traps of WebAssembly they would have no C line.
 */

import {typeOfWidth} from './emit-arithmetic.ts';
import {constant, type Expression} from './emit-binaryen.ts';
import type {Computation} from './emit-compute.ts';
import {emitOperand} from './emit-context.ts';
import {failureKinds, getLocal, helpers, type StepContext} from './emit-step-context.ts';
import type {StepCall} from './emit-step-lower.ts';
import type {LinkedFunction, LinkedSlot} from './link-types.ts';

type Kind = (typeof failureKinds)[number];

/** Ends the running process in this function; `leaveEmpty` has to follow. */
export function die(
	f: StepContext,
	kind: Kind,
	site: number,
	code: Expression = f.module.i32.const(0),
	argument: Expression = f.module.i32.const(0),
): Expression[] {
	const m = f.module;
	const args = [m.i32.const(failureKinds.indexOf(kind)), code, argument, m.i32.const(site)];
	if (f.step.stops) return [m.call(helpers.die, [...args, getLocal(f, f.parent)], f.api.none)];
	// Nobody looks whether this function has stopped, so it leaves by a trap.
	return [m.call(helpers.fail, args, f.api.none), m.unreachable()];
}

/** Leaves the function while the CPU unwinds; the caller does not look at the results. */
export function leaveEmpty(f: StepContext): Expression[] {
	const [first] = f.step.fn.ir.results;
	return [f.module.return(first ? constant(f.module, first, 0) : undefined)];
}

/** Ends the process before a division by zero; nothing where the divisor cannot be zero. */
export function checkDivision(f: StepContext, instruction: Computation): Expression[] {
	if (instruction.op !== 'binary' || !/div|rem/.test(instruction.operator)) return [];
	const {right, width, at} = instruction;
	if (right.kind === 'constant' && right.value !== 0n) return [];
	const type = typeOfWidth(width);
	const isZero = f.module[type].eqz(emitOperand(f, right, type));
	return [f.module.if(isZero, end(f, 'division-by-zero', f.sites.add(f.step.fn, at)))];
}

/** Ends the process before a call through a pointer that is to no function of these types. */
export function checkCall(f: StepContext, {target, site, parameters, results}: StepCall): Expression[] {
	if (target.kind !== 'indirect') return [];
	const m = f.module;
	const pointer = (): Expression => emitOperand(f, target.index, f.pointer);
	let fits: Expression = m.i32.const(0);
	for (const [index, entry] of f.program.table.entries()) {
		if (entry === null || !hasTypes(entry, parameters, results)) continue;
		fits = m.i32.or(fits, m[f.pointer].eq(pointer(), constant(m, f.pointer, index)));
	}
	const low = f.pointer === 'i64' ? m.i32.wrap(pointer()) : pointer();
	return [m.if(m.i32.eqz(fits), end(f, 'bad-call', site, low))];
}

function end(f: StepContext, kind: Kind, site: number, code?: Expression): Expression {
	return f.module.block(null, [...die(f, kind, site, code), ...leaveEmpty(f)]);
}

/** What WebAssembly compares: all parameters and the first result, the only one that is returned as such. */
function hasTypes(
	entry: LinkedFunction | LinkedSlot,
	parameters: StepCall['parameters'],
	results: StepCall['results'],
): boolean {
	const types = entry.kind === 'function' ? entry.ir : entry;
	return types.parameters.join() === parameters.join() && types.results[0] === results[0];
}
