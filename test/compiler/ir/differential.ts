/**
 * Compares what compiled C computes through the reader with what the system compiler's code computes.
 *
 * Every function under test is `u64 name(u64 a, u64 b)`; it is called with every pair of a table of inputs.
 */
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {compileToLlvm} from '../../../source/compiler/clang.ts';
import {readLlvm} from '../../../source/compiler/ir/read-llvm.ts';
import {callFunction, makeMachine} from './interpret.ts';

/** 32 and 64 bits, both byte orders, and the three kinds of `va_list`. */
export const targets: {triple: string; flags: string[]}[] = [
	{triple: 'x86_64-linux-gnu', flags: ['-O2']},
	{triple: 's390x-linux-gnu', flags: ['-O2']},
	{triple: 'i386-linux-gnu', flags: ['-O2']},
	{triple: 'aarch64-linux-gnu', flags: ['-O1']},
	{triple: 'riscv64-linux-gnu', flags: ['-O1']},
];

/** The rest of what the lab compiles for, and targets that others borrow. */
export const furtherTargets = [
	'powerpc64-linux-gnu',
	'powerpc64le-linux-gnu',
	'loongarch64-linux-gnu',
	'mips64-linux-gnuabi64',
	'sparc64-linux-gnu',
	'arm-linux-gnueabi',
	'bpfel',
	'bpfeb',
	'aarch64_be-linux-gnu',
	'powerpc-linux-gnu',
	'mips-linux-gnu',
	'riscv32-linux-gnu',
	'm68k-linux-gnu',
	'hexagon-linux-musl',
	'xtensa',
	'arc-linux-gnu',
	'csky-linux-gnu',
];

export const prelude = `
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;
typedef _Bool bool;
#define noinline __attribute__((noinline))
`;

/** Inputs that reach carries, sign changes and both halves of a word. */
export const inputs: bigint[] = [
	0n,
	7n,
	0x80008080n,
	0xffffffffn,
	0x123456789abcdef0n,
	0x8000000000000000n,
	0xfedcba987654ffffn,
];

/** Whether a system compiler can be asked. */
export function hasSystemCompiler(): boolean {
	return spawnSync('cc', ['--version']).status === 0;
}

/** Names of the functions under test in a C text. */
export function testedFunctions(text: string): string[] {
	return Array.from(text.matchAll(/^u64 (\w+)\(u64 a, u64 b\)/gm), match => match[1]!);
}

/** Results of every tested function for every pair of inputs, from the system compiler. */
export function runNatively(text: string): Map<string, bigint[]> {
	const names = testedFunctions(text);
	const table = inputs.map(value => `0x${value.toString(16)}ull`).join(', ');
	const calls = names.map(name => `\t\t\tprintf("${name} %llu\\n", ${name}(in[i], in[j]));`).join('\n');
	const main = `
#include <stdio.h>
int main(void)
{
	static const u64 in[] = {${table}};

	for (int i = 0; i < ${inputs.length}; i++) {
		for (int j = 0; j < ${inputs.length}; j++) {
${calls}
		}
	}
	return 0;
}
`;
	const folder = mkdtempSync(join(tmpdir(), 'reader-'));
	try {
		writeFileSync(join(folder, 'a.c'), prelude + text + main);
		const flags = ['-std=gnu11', '-O1', '-w', '-fwrapv', '-fno-strict-aliasing', '-fno-builtin'];
		execFileSync('cc', [...flags, join(folder, 'a.c'), '-o', join(folder, 'a.out')]);
		const output = execFileSync(join(folder, 'a.out'), {encoding: 'utf8', maxBuffer: 1 << 26});
		const results = new Map<string, bigint[]>(names.map(name => [name, []]));
		for (const line of output.trim().split('\n')) {
			const [name = '', value = ''] = line.split(' ');
			results.get(name)?.push(BigInt(value));
		}
		return results;
	} finally {
		rmSync(folder, {recursive: true});
	}
}

/** Results of the same calls through Clang for a target, the reader and the interpreter. */
export async function runThroughReader(
	text: string,
	triple: string,
	flags: string[],
): Promise<Map<string, bigint[]>> {
	const {llvm} = await compileToLlvm({
		name: 'a.c',
		text: prelude + text,
		files: {},
		triple,
		defines: {},
		flags: ['-w', '-g0', ...flags],
	});
	const machine = makeMachine(readLlvm(llvm, 'a'));
	const results = new Map<string, bigint[]>();
	for (const name of testedFunctions(text)) {
		const values = inputs.flatMap(a => inputs.map(b => callFunction(machine, name, [a, b])[0] ?? -1n));
		results.set(name, values);
	}
	return results;
}

/** Fail on the first call whose result differs. */
export function assertSame(
	actual: Map<string, bigint[]>,
	expected: Map<string, bigint[]>,
	where: string,
): void {
	assert.ok(expected.size > 0, 'no function is tested');
	for (const [name, values] of expected) {
		assert.equal(values.length, inputs.length ** 2, `calls of ${name}`);
		const differs = values.findIndex((value, index) => actual.get(name)?.[index] !== value);
		if (differs < 0) continue;
		const a = inputs[Math.floor(differs / inputs.length)];
		const b = inputs[differs % inputs.length];
		assert.fail(
			`${where}: ${name}(0x${a?.toString(16)}, 0x${b?.toString(16)}) is ${actual.get(name)?.[differs]}, ` +
				`natively ${values[differs]}`,
		);
	}
}
