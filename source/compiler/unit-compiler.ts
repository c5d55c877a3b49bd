/** C files compiled by Clang, or taken from a cache, and read into the lab's intermediate form. */
import {createHash} from 'node:crypto';
import {
	type CompileInput,
	type CompileManyInput,
	compileManyToLlvm,
	compileToLlvm,
	kernelFlags,
} from './clang.ts';
import {headerClosure} from './header-closure.ts';
import {IrError, type Unit} from './ir/ir.ts';
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

/** Compiles C files for one target, in their order. Rejects as `CompileUnit` does. */
export type CompileUnits = (files: SourceTree, target: Target) => Promise<Unit[]>;

/** What a compiler of units works with. */
export interface UnitCompilerOptions {
	cache?: LlvmCache;
	/** Gets Clang's warnings. */
	warn?: (text: string) => void;
}

/** `unitsCompiler` for one file at a time. */
export function unitCompiler(
	options: UnitCompilerOptions,
	headers: SourceTree,
	extra: readonly string[] = [],
): CompileUnit {
	const compile = unitsCompiler(options, headers, extra);

	return async (name, text, target) => {
		const [unit] = await compile({[name]: text}, target);

		if (unit === undefined) {
			throw new Error(`${name} was not compiled`);
		}

		return unit;
	};
}

/**
 * A function that takes the LLVM text of C files from the cache, compiles those that are not there, all at once, and reads
 * them. `extra` flags come after the usual ones.
 */
export function unitsCompiler(
	{cache, warn}: UnitCompilerOptions,
	headers: SourceTree,
	extra: readonly string[] = [],
): CompileUnits {
	const flags = ['-Iinclude', ...extra];
	const headerHash = new Map<string, string>();

	/** Stands for a header's text in keys, so that it is gone through once and not for every file that includes it. */
	const hashOfHeader = (path: string): string => {
		const known = headerHash.get(path) ?? hash(headers[path]);
		headerHash.set(path, known);
		return known;
	};

	return async (files, target) => {
		const {triple, defines} = target;
		const units = await Promise.all(
			Object.entries(files).map(async ([name, text]) => {
				const reached = headerClosure(name, text, headers).map(path => [path, hashOfHeader(path)]);
				const key = hash([name, text, reached, triple, defines, kernelFlags, flags]);

				return {name, text, key, llvm: (await cache?.get(key)) ?? null};
			}),
		);
		const missing = units.filter(({llvm}) => llvm === null);

		if (missing.length > 0) {
			const input = {units: missing, files: headers, triple, defines, flags};
			const {llvm, warnings} = await compileMany(input);

			if (warnings !== '') {
				warn?.(warnings);
			}

			missing.forEach((unit, index) => {
				unit.llvm = llvm[index] ?? '';
			});
			await Promise.all(missing.map(({key, llvm}) => cache?.set(key, llvm ?? '')));
		}

		const read = [];

		for (const {name, text, llvm} of units) {
			read.push(await readUnit(llvm ?? '', {name, text, files: headers, triple, defines, flags}));
		}

		return read;
	};
}

/** One file is compiled by itself: its messages are then those of Clang, whatever they are. */
async function compileMany(input: CompileManyInput): Promise<{llvm: string[]; warnings: string}> {
	const [only] = input.units;

	if (only === undefined || input.units.length > 1) {
		return compileManyToLlvm(input);
	}

	const {llvm, warnings} = await compileToLlvm({...input, ...only});

	return {llvm: [llvm], warnings};
}

/** Reads LLVM text. Where that fails, with full debug information, from which the message has the line of a variable too. */
async function readUnit(llvm: string, input: CompileInput): Promise<Unit> {
	try {
		return readLlvm(llvm, input.name);
	} catch (error) {
		if (!(error instanceof IrError)) {
			throw error;
		}

		const full = await compileToLlvm({...input, flags: [...(input.flags ?? []), '-g']});

		return readLlvm(full.llvm, input.name);
	}
}

/** SHA-256 of a value's JSON, in hexadecimal. */
function hash(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
