/**
 * The same kernel C as a native program: compiled by the system's `cc -O2` and run under pthreads.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {SourceTree} from '../../source/compiler/build-image.ts';
import type {RaceResult} from './wasm-race.ts';

/** Compiles the tree of C texts and headers into `folder`; returns the program's path. Throws with the compiler's output. */
export function buildNative(tree: SourceTree, folder: string): string {
	for (const [path, text] of Object.entries(tree)) {
		mkdirSync(dirname(join(folder, path)), {recursive: true});
		writeFileSync(join(folder, path), text);
	}
	const kernelFlags = [
		...['-std=gnu11', '-O2', '-ffreestanding', '-fno-builtin', '-fno-strict-aliasing', '-fwrapv', '-w'],
		...['-fno-delete-null-pointer-checks', '-fno-stack-protector', '-fno-pie', '-fno-tree-vectorize'],
		// The kernel's own string functions, beside those of the C library.
		...['memcpy', 'memset', 'memmove', 'memcmp', 'strlen', 'strcmp'].map(name => `-D${name}=kernel_${name}`),
		...[`-I${join(folder, 'include')}`, '-c'],
	];
	const objects = Object.keys(tree)
		.filter(path => path.endsWith('.c'))
		.map(path => {
			const object = join(folder, `${path.replaceAll('/', '-')}.o`);
			execFileSync('cc', [...kernelFlags, join(folder, path), '-o', object], {stdio: 'pipe'});
			return object;
		});
	const program = join(folder, 'native');
	const host = fileURLToPath(new URL('native.c', import.meta.url));
	const vocabulary = join(folder, 'include/ptelab/vocabulary.h');
	execFileSync(
		'cc',
		['-O2', '-w', '-no-pie', '-pthread', '-include', vocabulary, host, ...objects, '-o', program],
		{stdio: 'pipe'},
	);

	return program;
}

/** One run; the program itself takes the time. */
export function raceNatively(program: string, cpus: number, operations: number, seed: number): RaceResult {
	return JSON.parse(
		execFileSync(program, [String(cpus), String(operations), String(seed)], {encoding: 'utf8'}),
	) as RaceResult;
}
