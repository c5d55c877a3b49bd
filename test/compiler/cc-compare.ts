/**
 * One C text, two ways: through Clang, reader, linker and emitter into WebAssembly, and through the system's compiler.
 */
import './quick-binaryen.ts';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {compileToLlvm} from '../../source/compiler/clang.ts';
import {emitRun} from '../../source/compiler/emit-run.ts';
import type {Unit} from '../../source/compiler/ir/ir.ts';
import {readLlvm} from '../../source/compiler/ir/read-llvm.ts';
import {type LinkedProgram, link} from '../../source/compiler/link.ts';
import {start} from './emit-helpers.ts';

/** Targets that between them have both byte orders, both pointer sizes and different calling conventions. */
export const triples = [
	'x86_64-linux-gnu',
	's390x-linux-gnu',
	'aarch64-linux-gnu',
	'riscv64-linux-gnu',
	'i386-linux-gnu',
	'powerpc-linux-gnu',
] as const;

export interface Target {
	triple: string;
	level: '-O0' | '-O1' | '-O2';
}

/** What a program computed: see `generateProgram`. */
export interface Outcome {
	notes: bigint[];
	checksum: bigint;
}

/** True when there is a system compiler. */
export function hasCc(): boolean {
	return spawnSync('cc', ['--version']).status === 0;
}

const mainText = `
#include <stdio.h>
int main(void)
{
	run_test();
	for (u32 i = 0; i < note_count; i++)
		printf("%llx\\n", notes[i]);
	printf("%llx\\n", checksum);
	return 0;
}
`;

/** Runs a program as the system's compiler makes it. Throws with what was said when that fails. */
export function runNative(text: string): Outcome {
	const folder = mkdtempSync(join(tmpdir(), 'ptelab-cc-'));
	try {
		const source = join(folder, 'program.c');
		const binary = join(folder, 'program');
		writeFileSync(source, text + mainText);
		const flags = ['-std=gnu11', '-O0', '-w', '-fwrapv', '-fno-strict-aliasing'];
		must('cc', [...flags, source, '-o', binary]);
		const lines = must(binary, []).trim().split('\n');
		const numbers = lines.map(line => BigInt(`0x${line}`));
		return {notes: numbers.slice(0, -1), checksum: numbers.at(-1) ?? 0n};
	} finally {
		rmSync(folder, {recursive: true});
	}
}

function must(command: string, args: string[]): string {
	const {status, signal, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8', timeout: 20_000});
	if (status !== 0) throw new Error(`${command} failed (${signal ?? status}):\n${stderr.slice(0, 2000)}`);
	return stdout;
}

/** What compiled code expects besides the program itself; every address that is not direct is an error. */
const runtimeText = `
typedef __SIZE_TYPE__ size_t;
void __ptelab_trap(unsigned int code, unsigned int argument) __attribute__((noreturn));
unsigned long __mmu_translate(unsigned long address, unsigned int access, unsigned int site)
{
	__ptelab_trap(5, site);
}
void *memcpy(void *to, const void *from, size_t length)
{
	for (size_t i = 0; i < length; i++)
		((char *)to)[i] = ((const char *)from)[i];
	return to;
}
void *memmove(void *to, const void *from, size_t length)
{
	if ((unsigned long)to < (unsigned long)from)
		return memcpy(to, from, length);
	while (length--)
		((char *)to)[length] = ((const char *)from)[length];
	return to;
}
void *memset(void *to, int value, size_t length)
{
	for (size_t i = 0; i < length; i++)
		((char *)to)[i] = value;
	return to;
}
`;

const runtimes = new Map<string, Unit>();

async function compile(name: string, text: string, {triple, level}: Target): Promise<Unit> {
	const {llvm} = await compileToLlvm({
		name,
		text,
		files: {},
		triple,
		defines: {},
		flags: level === '-O1' ? [level, '-w', '-g0'] : [level, '-w'],
	});
	return readLlvm(llvm, name);
}

/** Compiles and links a program with what it needs besides itself. */
export async function linkProgram(text: string, target: Target): Promise<LinkedProgram> {
	const runtime =
		runtimes.get(target.triple) ?? (await compile('runtime.c', runtimeText, {...target, level: '-O2'}));
	runtimes.set(target.triple, runtime);
	const unit = await compile('program.c', text, target);
	return link({
		arch: target.triple,
		memoryBytes: 4 * 0x1_0000,
		core: [
			{unit: runtime, direct: true},
			{unit, direct: false},
		],
		variants: [],
		programs: [],
		slots: [],
		exports: ['run_test'],
	});
}

/** Runs a program through the lab's own compiler. */
export async function runEmitted(text: string, target: Target): Promise<Outcome> {
	const machine = start(await emitRun(await linkProgram(text, target)));
	const stack = machine.get('stack_pointer');
	const count = machine.call('run_test');
	if (machine.get('stack_pointer') !== stack) throw new Error('the stack pointer was not restored');
	const little = !machine.image.manifest.bigEndian;
	const word = (address: number): bigint => machine.view.getBigUint64(address, little);
	const notes = machine.address('notes');
	return {
		notes: Array.from({length: count}, (_unused, index) => word(notes + 8 * index)),
		checksum: word(machine.address('checksum')),
	};
}

/** Says where two outcomes part, or null when they agree. */
export function firstDifference(found: Outcome, expected: Outcome): string | null {
	const index = expected.notes.findIndex((note, at) => found.notes[at] !== note);
	if (index >= 0) {
		const got = found.notes[index];
		return `note ${index} is ${got === undefined ? 'missing' : `0x${got.toString(16)}`}, expected 0x${expected.notes[index]?.toString(16)}`;
	}
	if (found.notes.length !== expected.notes.length) {
		return `${found.notes.length} notes, expected ${expected.notes.length}`;
	}
	return found.checksum === expected.checksum ? null : 'the checksums differ, after all notes that were kept';
}
