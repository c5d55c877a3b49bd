/**
 * Calls in step code: a caller says where its frame ends, so that the callee's comes after it, and afterwards looks
 * whether the CPU has stopped on the way.
 */
import {type Expression, wasmType, wasmTypes} from './emit-binaryen.ts';
import {resultType} from './emit-call.ts';
import {emitOperand, fitType, names, narrowAddress} from './emit-context.ts';
import {firstResult, frameEnd, getLocal, type StepContext, setGlobal} from './emit-step-context.ts';
import type {StepCall} from './emit-step-lower.ts';
import type {ValueType} from './ir/ir.ts';

/** Statements of a call; `after` runs before the results beyond the first are taken. */
export function emitStepCall(f: StepContext, call: StepCall, after: Expression[]): Expression[] {
	const m = f.module;
	const before = [setGlobal(f, 'frame', getLocal(f, f.frameLocal())), setGlobal(f, 'stackTop', frameEnd(f))];
	const {value, given} = emitTarget(f, call);
	const [first] = call.to;
	const fitted = first === undefined ? value : fitResult(f, call, value, 0, given);
	const isDropped = first === undefined && call.results.length > 0;
	return [
		...before,
		first === undefined ? (isDropped ? m.drop(value) : value) : m.local.set(first, fitted),
		...after,
		...takeFurther(f, call, given),
	];
}

/** Statements that take a call's results after the CPU has stopped in it: the function has left them in globals. */
export function takeSavedResults(f: StepContext, call: StepCall): Expression[] {
	const given = givenResults(call);
	const [first] = call.to;
	const type = given[0];
	if (first === undefined || type === undefined) return takeFurther(f, call, given);
	const value = f.module.global.get(firstResult(type), wasmType(f.api, type));
	return [f.module.local.set(first, fitResult(f, call, value, 0, given)), ...takeFurther(f, call, given)];
}

/** Types that the callee gives, which may be wider or narrower than the caller expects (programs with other pointers). */
function givenResults({target, results}: StepCall): readonly ValueType[] {
	switch (target.kind) {
		case 'function':
			return target.ir.results;
		case 'slot':
			return target.results;
		case 'indirect':
			return results;
	}
}

function emitTarget(f: StepContext, call: StepCall): {value: Expression; given: readonly ValueType[]} {
	const m = f.module;
	const {target} = call;
	const given = givenResults(call);
	const args = call.args.map((arg, index) => emitOperand(f, arg, call.parameters[index] ?? 'i32'));
	if (target.kind === 'indirect') {
		const index = narrowAddress(f, emitOperand(f, target.index, f.pointer));
		const parameters = wasmTypes(f.api, call.parameters);
		return {
			value: m.call_indirect(names.table, index, args, parameters, resultType(f, call.results)),
			given,
		};
	}
	const parameters = target.kind === 'function' ? target.ir.parameters : target.parameters;
	const fitting = args.map((arg, index) => {
		const from = call.parameters[index] ?? 'i32';
		return fitType(f, arg, from, parameters[index] ?? from);
	});
	const name = target.kind === 'function' ? target.name : names.dispatch(target.name);
	return {value: m.call(name, fitting, resultType(f, given)), given};
}

function fitResult(
	f: StepContext,
	call: StepCall,
	value: Expression,
	index: number,
	given: readonly ValueType[],
): Expression {
	const type = call.results[index] ?? 'i32';
	return fitType(f, value, given[index] ?? type, type);
}

function takeFurther(f: StepContext, call: StepCall, given: readonly ValueType[]): Expression[] {
	return call.to.slice(1).map((register, index) => {
		const type = given[index + 1] ?? 'i32';
		const result = f.module.global.get(names.result(index + 1, type), wasmType(f.api, type));
		return f.module.local.set(register, fitResult(f, call, result, index + 1, given));
	});
}
