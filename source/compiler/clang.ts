/**
 * Compiles C with Clang (the npm package `@yowasp/clang`) and gives LLVM IR text: one file, or many at once.
 *
 * The package is loaded on the first call only: a start that compiles nothing must not pay for it, and a user who
 * never brings C of their own need not have it installed.
 */
import {posix} from 'node:path';
import {loadClangProgram, type RunClang} from './clang-program.ts';
import {createFile, createFolder, findNode, type MemoryFolder, putNode} from './memory-files.ts';

export {clangVersion} from './clang-program.ts';

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
	// Where code comes from. Types and variables would be three quarters of Clang's output.
	'-gline-tables-only',
	'-gno-key-instructions',
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

/** Files to compile at once, all for the same target. */
export interface CompileManyInput extends Omit<CompileInput, 'name' | 'text'> {
	units: readonly {name: string; text: string}[];
}

/**
 * Compile one C file to LLVM IR. Throws `CompileError`: with Clang's diagnostics verbatim when the C is wrong, with the
 * cause and the next step when Clang is missing or fails itself.
 */
export async function compileToLlvm(input: CompileInput): Promise<CompileOutput> {
	const run = loadClang();
	const files = makeFolder({...input.files, [input.name]: input.text});
	const main = ['-main-file-name', posix.basename(input.name)];
	const args = [...frontendArguments(run, input), ...main, '-o', '-', '-x', 'c', input.name];
	const {exitCode, stdout, stderr, trap} = run(args, files);
	if (trap !== null) {
		throw new CompileError(`${input.name}: Clang itself failed (${trap.message})${said(stderr)}`, {
			cause: trap,
		});
	}
	if (exitCode !== 0)
		throw new CompileError(stderr === '' ? unexplained(input.name, exitCode) : stderr.trimEnd());
	if (stdout !== '') return {llvm: stdout, warnings: stderr};
	throw new CompileError(`${input.name}: Clang ended without an error but wrote no output${said(stderr)}`);
}

/** So many files are worth the making of a precompiled header. */
const fewestForPrecompiled = 6;

/**
 * Compile many C files to LLVM IR, one text for each, in their order; each is what `compileToLlvm` makes of the file alone,
 * but for the names of its types and the folders of its paths. Most of what a file costs is reading its headers: here they
 * are read once. The warnings are those of all files. Throws the `CompileError` of the first file that is wrong.
 */
export async function compileManyToLlvm(
	input: CompileManyInput,
): Promise<{llvm: string[]; warnings: string}> {
	const {units} = input;
	const simple = units.filter(({text}) => includesComeFirst(text));
	const others = units.filter(({text}) => !includesComeFirst(text));
	const usesPrecompiled = simple.length >= fewestForPrecompiled;
	const found = new Map<string, string>();
	let warnings = '';
	for (const [some, precompiled] of usesPrecompiled
		? [[simple, true] as const, [others, false] as const]
		: [[units, false] as const]) {
		if (some.length === 0) continue;
		const made = compileBatch({...input, units: some}, precompiled);
		if (made === null) return compileOneByOne(input);
		for (const [name, llvm] of made.llvm) found.set(name, llvm);
		warnings += made.warnings;
	}
	return {llvm: units.map(({name}) => found.get(name) ?? ''), warnings};
}

/** The slow way, for messages that name one file as its own compilation does. */
async function compileOneByOne({
	units,
	...rest
}: CompileManyInput): Promise<{llvm: string[]; warnings: string}> {
	const outputs: CompileOutput[] = [];
	for (const unit of units) outputs.push(await compileToLlvm({...rest, ...unit}));
	return {llvm: outputs.map(({llvm}) => llvm), warnings: outputs.map(({warnings}) => warnings).join('')};
}

const precompiledHeader = 'ptelab-precompiled.h';
const precompiledFile = 'ptelab-precompiled.pch';
/** A precompiled header names its files from the root on, and so does the code that is made with it. */
const relativeNames = '-fdebug-prefix-map=/include=include';

/** One run for all of the files; null when anything is wrong with one of them or they cannot be told apart. */
function compileBatch(
	input: CompileManyInput,
	precompiled: boolean,
): {llvm: Map<string, string>; warnings: string} | null {
	const run = loadClang();
	const {units} = input;
	const names = units.map(({name}) => name);
	const files = makeFolder({
		...input.files,
		...Object.fromEntries(units.map(({name, text}) => [name, text])),
		[precompiledHeader]: commonIncludes(units.map(({text}) => text)),
	});
	let args = [...frontendArguments(run, input), '-main-file-name', posix.basename(names[0] ?? '')];
	if (precompiled) {
		const header = args.map(argument => (argument === '-emit-llvm' ? '-emit-pch' : argument));
		const made = run([...header, '-o', precompiledFile, '-x', 'c-header', precompiledHeader], files);
		// Warnings about a header would come twice, and once would be lost: the files alone say which one it is.
		if (made.exitCode !== 0 || made.stderr !== '' || findNode(files, precompiledFile) === null) return null;
		args = [...args, relativeNames, '-include-pch', precompiledFile];
	}
	const {exitCode, stdout, stderr} = run([...args, '-o', '-', '-x', 'c', ...names], files);
	const llvm = new Map(
		stdout
			.split(/^(?=; ModuleID = ')/m)
			.map(text => [/^; ModuleID = '(.*)'$/m.exec(text)?.[1] ?? '', text] as const),
	);
	return exitCode === 0 && names.every(name => llvm.has(name)) ? {llvm, warnings: stderr} : null;
}

const includeOfHeader = /^[ \t]*#[ \t]*include[ \t]+<[^>]+>/;

/** All the headers that the files name, each once. */
function commonIncludes(texts: readonly string[]): string {
	const lines = texts.flatMap(text =>
		text.split('\n').flatMap(line => includeOfHeader.exec(line)?.[0] ?? []),
	);
	return `${[...new Set(lines.map(line => line.trim()))].join('\n')}\n`;
}

/**
 * True when no directive stands before an include of a header: what is defined there might be for the header to see. A file that
 * includes other C files is not looked into.
 */
function includesComeFirst(text: string): boolean {
	const directives = text.split('\n').filter(line => /^[ \t]*#/.test(line));
	const last = directives.findLastIndex(line => includeOfHeader.test(line));
	return (
		directives.slice(0, last).every(line => /^[ \t]*#[ \t]*include\b/.test(line)) &&
		!directives.some(line => /^[ \t]*#[ \t]*include[ \t]+".*\.c"/.test(line))
	);
}

/** Loads Clang or says what to install. */
function loadClang(): RunClang {
	try {
		return loadClangProgram();
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

/** Arguments of the compiler proper by what the driver was asked for. */
const frontends = new Map<string, string[]>();

/**
 * What Clang's driver makes of the flags for a target: the arguments of the compiler proper, without those that name files.
 * The driver is asked once for each set of flags. The output goes to stdout, see `compileToLlvm`.
 */
function frontendArguments(
	run: RunClang,
	{triple, flags = [], defines}: Omit<CompileInput, 'name' | 'text'>,
): string[] {
	// Clang's passes for BPF take types for granted wherever there are lines.
	const debug = triple.startsWith('bpf') ? ['-g'] : [];
	const asked = ['-S', '-emit-llvm', `--target=${triple}`, ...kernelFlags, ...debug, '-I.', ...flags];
	const key = JSON.stringify(asked);
	let known = frontends.get(key);
	if (known === undefined) {
		const files = makeFolder({'unit.c': ''});
		const {exitCode, stderr} = run([...asked, '-###', 'unit.c', '-o', '-'], files);
		const line = stderr.split('\n').find(each => each.includes(' "-cc1" '));
		if (exitCode !== 0 || line === undefined) throw new CompileError(stderr.trimEnd());
		const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) =>
			word.replace(/\\(.)/g, '$1'),
		);
		const whole = words.slice(words.indexOf('-cc1'), words.lastIndexOf('-o'));
		known = whole.filter(
			(word, index) => word !== '-main-file-name' && whole[index - 1] !== '-main-file-name',
		);
		frontends.set(key, known);
	}
	return [...known, ...Object.entries(defines).flatMap(([name, value]) => ['-D', `${name}=${value}`])];
}

/** Nest flat paths into folders. */
function makeFolder(files: Record<string, string>): MemoryFolder {
	const root = createFolder();
	for (const [path, text] of Object.entries(files)) {
		if (path === '' || path.startsWith('/') || path.split('/').includes('..')) {
			throw new CompileError(`'${path}' is not a relative file path below the source root`);
		}
		try {
			putNode(root, path, createFile(new TextEncoder().encode(text)));
		} catch (error) {
			throw new CompileError(messageOf(error), {cause: error});
		}
	}
	return root;
}

function unexplained(name: string, exitCode: number): string {
	return `${name}: Clang itself failed (exit status ${exitCode})`;
}

function said(diagnostics: string): string {
	return diagnostics === '' ? '' : `; it said:\n${diagnostics.trimEnd()}`;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
