/**
 * Binaryen as the emitters use it: loaded only when something is compiled, and its types under short names.
 */
import type binaryen from 'binaryen';
import type {ValueType} from './ir/ir.ts';

export type Binaryen = typeof binaryen;
export type Module = binaryen.Module;
export type Expression = binaryen.ExpressionRef;
export type WasmType = binaryen.Type;

/** Loads Binaryen. Throws an error that says what to install where it is missing: it is an optional dependency. */
export async function loadBinaryen(): Promise<Binaryen> {
	try {
		const {default: loaded} = await import('binaryen');
		return loaded;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') {
			throw new Error('compiling C needs Binaryen, which is not installed; run: npm install binaryen', {
				cause: error,
			});
		}
		throw error;
	}
}

/** Binaryen's type of a register. */
export function wasmType(api: Binaryen, type: ValueType): WasmType {
	return type === 'i32' ? api.i32 : api.i64;
}

/** Binaryen's type of a list of parameters. */
export function wasmTypes(api: Binaryen, types: readonly ValueType[]): WasmType {
	return api.createType(types.map(type => wasmType(api, type)));
}

/** A constant; `value` is taken modulo the size of the type. */
export function constant(module: Module, type: ValueType, value: number | bigint): Expression {
	return type === 'i32'
		? module.i32.const(Number(BigInt.asIntN(32, BigInt(value))))
		: module.i64.const(BigInt.asIntN(64, BigInt(value)));
}

/**
 * `i32.load`. Binaryen's JavaScript interface marks it as sign-extending, which means nothing for 32 bits, until the
 * optimiser joins it with an `i64.extend_i32_u` and keeps the mark.
 */
export function load32(
	api: Binaryen,
	module: Module,
	offset: number,
	align: number,
	base: Expression,
): Expression {
	// The package's types leave this part of its interface out.
	const {Load} = api as unknown as {Load: {setSigned(load: Expression, isSigned: boolean): void}};
	const load = module.i32.load(offset, align, base);
	Load.setSigned(load, false);
	return load;
}
