/**
 * Short names for what the helper functions of step code are written in.
 */
import {type Expression, wasmTypes} from './emit-binaryen.ts';
import {
	contextWords,
	getGlobal,
	getLocal,
	helpers,
	type StepModule,
	setGlobal,
	type stepGlobals,
} from './emit-step-context.ts';
import type {ValueType} from './ir/ir.ts';

type Global = keyof typeof stepGlobals;

/** Makers of expressions for one module. */
export function vocabulary(context: StepModule) {
	const {api, module: m} = context;
	const i = (value: number): Expression => m.i32.const(value | 0);
	const local = (index: number): Expression => getLocal(context, index);
	return {
		m,
		i,
		local,
		wide: (index: number): Expression => getLocal(context, index, 'i64'),
		get: (name: Global): Expression => getGlobal(context, name),
		set: (name: Global, value: Expression): Expression => setGlobal(context, name, value),
		load: (address: Expression, offset = 0): Expression => m.i32.load(offset, 4, address),
		call: (name: string, args: Expression[]): Expression => m.call(name, args, api.none),
		seq: (...statements: Expression[]): Expression => m.block(null, statements),
		add(
			name: string,
			parameters: ValueType[],
			result: ValueType | null,
			locals: ValueType[],
			body: Expression[],
		): void {
			const type = result === null ? api.none : result === 'i32' ? api.i32 : api.i64;
			const wasmLocals = locals.map(each => (each === 'i32' ? api.i32 : api.i64));
			m.addFunction(name, wasmTypes(api, parameters), type, wasmLocals, m.block(null, body, type));
		},
		/** Writes a word of the running process's context. */
		note: (word: keyof typeof contextWords, value: Expression): Expression =>
			m.call(
				helpers.note,
				[m.i32.add(getGlobal(context, 'context'), i(4 * contextWords[word])), value],
				api.none,
			),
	};
}
