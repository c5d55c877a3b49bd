/** C files one by one: compiled by Clang, or taken from a cache, and read into the lab's intermediate form. */
import {createHash} from 'node:crypto';
import {compileToLlvm, kernelFlags} from './clang.ts';
import {headerClosure} from './header-closure.ts';
import type {Unit} from './ir/ir.ts';
import {readLlvm} from './ir/read-llvm.ts';

/** Texts by path. Paths are relative and stand in the debug locations: `bpf/arena.c`, `include/linux/types.h`. */
export type SourceTree = Record<string, string>;

/** Keeps LLVM text by a key that stands for all that went into it. */
export interface LlvmCache {
	get(key: string): Promise<string | null>;
	set(key: string, llvm: string): Promise<void>;
}

/** What C is compiled for. */
export interface Target {
	triple: string;
	defines: Record<string, string>;
}

/** Compiles one C file. Rejects with a `CompileError` or an `IrError` that names file and cause. */
export type CompileUnit = (name: string, text: string, target: Target) => Promise<Unit>;

/**
 * A function that compiles one C file, or takes its LLVM text from the cache, and reads it. `extra` flags come after the
 * usual ones; `warn` gets Clang's warnings.
 */
export function unitCompiler(
	{cache, warn}: {cache?: LlvmCache; warn?: (text: string) => void},
	headers: SourceTree,
	extra: readonly string[] = [],
): CompileUnit {
	return async (name, text, {triple, defines}) => {
		const flags = ['-Iinclude', ...extra];
		const reached = headerClosure(name, text, headers).map(path => [path, headers[path]]);
		const key = hash([name, text, reached, triple, defines, kernelFlags, flags]);
		const known = (await cache?.get(key)) ?? null;

		if (known !== null) {
			return readLlvm(known, name);
		}

		const {llvm, warnings} = await compileToLlvm({name, text, files: headers, triple, defines, flags});

		if (warnings !== '') {
			warn?.(warnings);
		}

		await cache?.set(key, llvm);

		return readLlvm(llvm, name);
	};
}

/** SHA-256 of a value's JSON, in hexadecimal. */
function hash(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
