/**
 * Clang as a function: the npm package `@yowasp/clang` holds Clang as one WebAssembly program for WASI, which is run here on
 * files in memory.
 *
 * Not through the package's own JavaScript: Clang writes its output three bytes at a time, and that way a write takes
 * several microseconds, more in all than Clang itself; it also runs Clang's driver and a new instance for every file.
 */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {createFolder, type MemoryFolder, readTar} from './memory-files.ts';
import {runWasi, type WasiResult} from './wasi-host.ts';

/** Runs `clang` with these arguments on these files; Clang's own headers are below `usr` besides. Throws what Clang dies of. */
export type RunClang = (args: readonly string[], files: MemoryFolder) => WasiResult;

let loaded: RunClang | null = null;

/**
 * Loads Clang, once: a start that compiles nothing must not pay for it. Throws an error with the code `MODULE_NOT_FOUND` when
 * the package is not installed.
 */
export function loadClangProgram(): RunClang {
	loaded ??= load();
	return loaded;
}

/** Version of the installed Clang package, or '' when there is none. */
export function clangVersion(): string {
	try {
		const {version} = JSON.parse(readFileSync(join(packageFolder(), '..', 'package.json'), 'utf8')) as {
			version: string;
		};
		return version;
	} catch {
		return '';
	}
}

function load(): RunClang {
	const folder = packageFolder();
	const module = new WebAssembly.Module(readFileSync(join(folder, 'llvm.core.wasm')));
	const usr = readTar(readFileSync(join(folder, 'llvm-resources.tar')));

	return (args, files) => {
		const root = createFolder();
		for (const [name, node] of files.entries) root.entries.set(name, node);
		root.entries.set('usr', usr);
		const result = runWasi(module, ['yowasp-llvm', 'clang', ...args], root);

		// What it has written is the caller's.
		for (const [name, node] of root.entries) {
			if (name !== 'usr') files.entries.set(name, node);
		}

		return result;
	};
}

/** The folder of the package's entry, where its WebAssembly is too. */
function packageFolder(): string {
	return dirname(createRequire(import.meta.url).resolve('@yowasp/clang'));
}
