/**
 * Calls: of functions, of slots through their dispatching function, through the function table, and of intrinsics. The
 * first result is WebAssembly's; further ones travel in globals that nothing touches between the return and the reads.
 */

import {swapBytes} from './emit-arithmetic.ts';
import {constant, type Expression, type WasmType, wasmType, wasmTypes} from './emit-binaryen.ts';
import {
	emitOperand,
	type FunctionContext,
	fitType,
	type ModuleContext,
	names,
	narrowAddress,
	symbolOf,
} from './emit-context.ts';
import type {Instruction, ValueType} from './ir/ir.ts';
import {describeLocation} from './link-references.ts';
import {type Intrinsic, LinkError, type LinkedSlot} from './link-types.ts';

type Call = Extract<Instruction, {op: 'call'}>;

/** Trap code of a broken assertion (docs/machine.md: BUG()). */
const bugTrapCode = 3;

const nanosecondsPerMicrosecond = 1000n;

/** Statements of a call. */
export function emitCall(f: FunctionContext, call: Call): Expression[] {
	const args = call.args.map((arg, index) => emitOperand(f, arg, call.parameters[index] ?? 'i32'));
	if (args.length !== call.parameters.length) {
		throw new Error(
			`function '${f.fn.name}': a call has ${args.length} arguments for ${call.parameters.length} parameters`,
		);
	}
	const {callee} = call;
	if (callee.kind === 'indirect') {
		const target = narrowAddress(f, emitOperand(f, callee.target, f.pointer));
		const parameters = wasmTypes(f.api, call.parameters);
		const value = f.module.call_indirect(names.table, target, args, parameters, resultType(f, call.results));
		return takeResults(f, call, value);
	}
	const symbol = symbolOf(f, callee.name);
	switch (symbol.kind) {
		case 'function':
			return callNamed(f, call, symbol.name, symbol.ir, args);
		case 'slot':
			return callNamed(f, call, names.dispatch(symbol.name), symbol, args);
		case 'intrinsic':
			return emitIntrinsic(f, call, symbol.intrinsic, args);
		case 'data':
			throw new Error(`function '${f.fn.name}' calls '${callee.name}', which is data`);
	}
}

/** Type of what a function gives by WebAssembly's own means. */
export function resultType({api}: ModuleContext, results: readonly ValueType[]): WasmType {
	return results[0] ? wasmType(api, results[0]) : api.none;
}

/** Statements that leave a function: further results first, `before` next, the return last. */
export function emitReturn(
	f: FunctionContext,
	values: readonly Expression[],
	before: readonly Expression[],
): Expression[] {
	const {results} = f.fn.ir;
	if (values.length !== results.length) {
		throw new Error(`function '${f.fn.name}' returns ${values.length} values, has ${results.length} results`);
	}
	const [first, ...others] = values;
	const sets = others.map((value, index) =>
		f.module.global.set(names.result(index + 1, results[index + 1] ?? 'i32'), value),
	);
	return [...sets, ...before, f.module.return(first)];
}

/** Body of the function that every call of a slot goes through. */
export function emitDispatch(context: ModuleContext, slot: LinkedSlot): Expression {
	const {api, module: m} = context;
	const index = m.i32.add(m.global.get(names.variant, api.i32), m.i32.const(slot.firstIndex));
	const args = slot.parameters.map((type, parameter) => m.local.get(parameter, wasmType(api, type)));
	return m.call_indirect(
		names.table,
		index,
		args,
		wasmTypes(api, slot.parameters),
		resultType(context, slot.results),
	);
}

/** A call of a function of the core may come from a program with wider pointers: then its values are made to fit. */
function callNamed(
	f: FunctionContext,
	call: Call,
	name: string,
	{parameters, results}: {parameters: readonly ValueType[]; results: readonly ValueType[]},
	args: readonly Expression[],
): Expression[] {
	const fitting = args.map((arg, index) => {
		const from = call.parameters[index] ?? 'i32';
		return fitType(f, arg, from, parameters[index] ?? from);
	});
	return takeResults(f, call, f.module.call(name, fitting, resultType(f, results)), results);
}

/** `given` are the types that the callee gives, where they differ from what the call expects. */
function takeResults(
	f: FunctionContext,
	{to, results}: Call,
	value: Expression,
	given: readonly ValueType[] = results,
): Expression[] {
	const m = f.module;
	const fit = (result: Expression, index: number): Expression => {
		const type = results[index] ?? 'i32';
		return fitType(f, result, given[index] ?? type, type);
	};
	const [first, ...others] = to;
	if (first === undefined) return [results.length > 0 ? m.drop(value) : value];
	const further = others.map((register, index) => {
		const type = given[index + 1] ?? 'i32';
		const result = m.global.get(names.result(index + 1, type), wasmType(f.api, type));
		return m.local.set(register, fit(result, index + 1));
	});
	return [m.local.set(first, fit(value, 0)), ...further];
}

function emitIntrinsic(
	f: FunctionContext,
	call: Call,
	intrinsic: Intrinsic,
	args: readonly Expression[],
): Expression[] {
	const m = f.module;
	const [first = m.unreachable(), second = m.unreachable(), third = m.unreachable()] = args;
	switch (intrinsic) {
		case 'cpu':
			return takeResults(f, call, m.global.get(names.cpu, f.api.i32));
		case 'variant':
			return takeResults(f, call, m.global.get(names.variant, f.api.i32));
		case 'static_end':
			return takeResults(f, call, constant(m, f.pointer, f.program.staticEnd));
		case 'memory_end':
			return takeResults(f, call, constant(m, f.pointer, f.program.memoryBytes));
		case 'trap':
			return [m.call(names.trap, [first, second], f.api.none), m.unreachable()];
		case 'wait': {
			const expected = f.program.bigEndian ? swapBytes(f, 32, second) : second;
			const timeout = m.i64.mul(m.i64.extend_u(third), constant(m, 'i64', nanosecondsPerMicrosecond));
			return [m.drop(m.memory.atomic.wait32(narrowAddress(f, first), expected, timeout))];
		}
		case 'wake':
			return [m.drop(m.memory.atomic.notify(narrowAddress(f, first), m.i32.const(-1)))];
		case 'assert':
			return [
				m.if(
					m.i32.eqz(first),
					m.block(null, [
						m.call(names.trap, [m.i32.const(bugTrapCode), second], f.api.none),
						m.unreachable(),
					]),
				),
			];
		case 'atomic_begin':
		case 'atomic_end':
		case 'choose':
		case 'block_until':
			throw new LinkError([
				`${describeLocation(f.fn.unit.unit, call.at)}: '__ptelab_${intrinsic}' exists only where the explorer ` +
					'steps the program; leave it out of what runs at full speed',
			]);
	}
}
