/**
 * Runs Clang (the npm package `@yowasp/clang`, Clang as WebAssembly) on one C file and gives LLVM IR text.
 *
 * The package is loaded on the first call only: a start that compiles nothing must not pay for it, and a user who
 * never brings C of their own need not have it installed.
 */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import type {Tree} from '@yowasp/clang';

/** What to compile. */
export interface CompileInput {
	/** Path of the C file, relative, as diagnostics and debug locations shall name it: `mm/arena.c`. */
	name: string;
	/** The C text. */
	text: string;
	/** Every file an `#include` may name: path relative to the root → text. The root is on the include path. */
	files: Record<string, string>;
	/** Clang target triple. */
	triple: string;
	/** Macros, name → value, as `-Dname=value`. */
	defines: Record<string, string>;
	/** Further Clang arguments, after (and so stronger than) the defaults: `-Iinclude`, `-O1`. */
	flags?: string[];
}

/** Clang's answer. */
export interface CompileOutput {
	/** Textual LLVM IR. */
	llvm: string;
	/** Diagnostics of a successful run, verbatim; '' when there were none. */
	warnings: string;
}

/** The C does not compile (the message is Clang's own diagnostics), or Clang could not be run (the message says why). */
export class CompileError extends Error {
	override name = 'CompileError';
}

/** Arguments for C that is to run as a kernel does: no library, wrapping arithmetic, no vectors, debug locations. */
export const kernelFlags: readonly string[] = [
	'-std=gnu11',
	'-O2',
	'-g',
	'-ffreestanding',
	'-fno-builtin',
	'-fno-vectorize',
	'-fno-slp-vectorize',
	'-fno-strict-aliasing',
	'-fno-delete-null-pointer-checks',
	'-fwrapv',
	'-fno-stack-protector',
	// Position-independent code would turn tables of addresses into tables of differences.
	'-fno-pic',
	'-fno-pie',
	'-Wall',
	// Every atomic access becomes one of the host's, which has them of 64 bits whatever the target has.
	'-Wno-atomic-alignment',
];

/**
 * Compile one C file to LLVM IR. Throws `CompileError`: with Clang's diagnostics verbatim when the C is wrong, with the
 * cause and the next step when Clang is missing or fails itself.
 */
export async function compileToLlvm(input: CompileInput): Promise<CompileOutput> {
	const {commands, Exit} = await loadClang();
	const tree = makeTree({...input.files, [input.name]: input.text});
	const output = textCollector();
	const diagnostics = textCollector();
	try {
		await commands.clang(clangArguments(input), tree, {
			stdout: output.write,
			stderr: diagnostics.write,
			fetchProgress: () => {},
		});
	} catch (error) {
		throw compileFailure(input, error, error instanceof Exit, diagnostics.text());
	}
	const llvm = output.text();
	if (llvm !== '') return {llvm, warnings: diagnostics.text()};
	throw new CompileError(
		`${input.name}: Clang ended without an error but wrote no output${said(diagnostics.text())}`,
	);
}

/** Version of the installed Clang package, or '' when there is none. */
export function clangVersion(): string {
	try {
		const entry = createRequire(import.meta.url).resolve('@yowasp/clang');
		const {version} = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')) as {
			version: string;
		};
		return version;
	} catch {
		return '';
	}
}

async function loadClang(): Promise<typeof import('@yowasp/clang')> {
	try {
		const clang = await import('@yowasp/clang');
		// Without arguments it only loads its modules; told to here, it does so without reporting on the terminal.
		await clang.commands.clang(undefined, undefined, {fetchProgress: () => {}});
		return clang;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
			throw new CompileError(
				'Compiling C needs Clang, which is not installed. Install it: npm install @yowasp/clang',
				{cause: error},
			);
		}
		throw new CompileError(`Clang does not load: ${messageOf(error)}. Try: npm install @yowasp/clang`, {
			cause: error,
		});
	}
}

/**
 * The output goes to stdout: Clang writes three bytes at a time, and each write to a file of the package's file system
 * copies the whole file.
 */
function clangArguments(input: CompileInput): string[] {
	const defines = Object.entries(input.defines).map(([name, value]) => `-D${name}=${value}`);
	const flags = [...kernelFlags, '-I.', ...defines, ...(input.flags ?? [])];
	return ['-S', '-emit-llvm', `--target=${input.triple}`, ...flags, input.name, '-o', '-'];
}

/** Nest flat paths into the tree of directories that the package takes. */
function makeTree(files: Record<string, string>): Tree {
	const root: Tree = {};
	for (const [path, text] of Object.entries(files)) {
		const parts = path.split('/').filter(part => part !== '' && part !== '.');
		const file = parts.pop();
		if (file === undefined || parts.includes('..') || file === '..') {
			throw new CompileError(`'${path}' is not a relative file path below the source root`);
		}
		let folder = root;
		for (const part of parts) {
			const next = folder[part] ?? {};
			if (typeof next === 'string' || next instanceof Uint8Array) {
				throw new CompileError(`'${path}': '${part}' is a file and a folder at once`);
			}
			folder[part] = next;
			folder = next;
		}
		folder[file] = text;
	}
	return root;
}

function textCollector(): {write: (bytes: Uint8Array | null) => void; text: () => string} {
	let bytes = new Uint8Array(65_536);
	let length = 0;
	return {
		write(chunk) {
			if (chunk === null) return;
			if (length + chunk.length > bytes.length) {
				const larger = new Uint8Array(2 * (length + chunk.length));
				larger.set(bytes.subarray(0, length));
				bytes = larger;
			}
			bytes.set(chunk, length);
			length += chunk.length;
		},
		text: () => new TextDecoder().decode(bytes.subarray(0, length)),
	};
}

function compileFailure(
	input: CompileInput,
	error: unknown,
	isExit: boolean,
	diagnostics: string,
): CompileError {
	if (isExit && diagnostics !== '') return new CompileError(diagnostics.trimEnd(), {cause: error});
	return new CompileError(`${input.name}: Clang itself failed (${messageOf(error)})${said(diagnostics)}`, {
		cause: error,
	});
}

function said(diagnostics: string): string {
	return diagnostics === '' ? '' : `; it said:\n${diagnostics.trimEnd()}`;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
