/** Compiles the harness of a mode with the system's C compiler and runs it. */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Arch} from '../../../source/arch/arch.ts';
import {
	generateConfigHeader,
	generateHwWalkHeader,
	generateWalker,
	pgtableHeader,
} from '../../../source/arch/index.ts';
import {stubHeaders} from './stub-headers.ts';

const sources = ['harness.c', 'harness-machine.c'].map(name => fileURLToPath(new URL(name, import.meta.url)));

/** Exit status of the harness when the host does not let it map low memory. */
export const cannotRun = 77;

/** Why there is no native run on this host, or null. */
export function whyNotNative(): string | null {
	if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
		return `needs a little-endian 64-bit Linux host, this is ${process.platform} ${process.arch}`;
	}
	const found = spawnSync('cc', ['--version']);
	return found.status === 0 ? null : 'there is no system C compiler (cc)';
}

/**
 * Directory with the compiled `harness` of a mode, which has the form of `ptep_try_set()` that `LAB_CANDIDATE` stands for.
 * Throws with the compiler's words when it does not compile.
 */
export function buildHarness(arch: Arch, candidate: number): string {
	const directory = mkdtempSync(join(tmpdir(), `ptelab-${arch.id}-`));
	const headers: Record<string, string> = {
		...stubHeaders,
		'asm/lab_arch.h': generateConfigHeader(arch),
		'asm/hw_walk.h': generateHwWalkHeader(),
		'asm/pgtable.h': pgtableHeader(arch),
	};
	for (const [name, text] of Object.entries(headers)) {
		const path = join(directory, 'include', name);
		mkdirSync(dirname(path), {recursive: true});
		writeFileSync(path, text);
	}
	writeFileSync(join(directory, 'walker.c'), generateWalker(arch));
	// One unit: to start the compiler takes longer than what it compiles, and there are many modes.
	const unit = [...sources, 'walker.c'].map(path => `#include "${path}"\n`).join('');
	writeFileSync(join(directory, 'main.c'), unit);
	const more = {
		LAB_CANDIDATE: String(candidate),
		TWO_STORES: arch.twoWords === true || arch.kernelLeaf !== undefined ? '1' : '0',
		...(arch.invalidTables === undefined ? {} : {LAB_INVALID_TABLES: '0x10000UL'}),
	};
	const defines = Object.entries({...arch.defines, ...more}).map(([name, value]) => `-D${name}=${value}`);
	const options = ['-std=gnu11', '-O1', '-fno-strict-aliasing', '-Wall', '-Wextra', '-Werror', '-pthread'];
	const result = spawnSync('cc', [...options, ...defines, '-Iinclude', 'main.c', '-o', 'harness'], {
		cwd: directory,
		encoding: 'utf8',
	});
	if (result.status !== 0) {
		rmSync(directory, {recursive: true});
		throw new Error(`${arch.id}: the harness does not compile:\n${result.stderr}`);
	}
	return directory;
}

/** Lines the harness prints, as words, or null when the host does not let it run. */
export function runHarness(directory: string, args: string[], input = ''): string[][] | null {
	const result = spawnSync('./harness', args, {
		cwd: directory,
		encoding: 'utf8',
		input,
		maxBuffer: 64 << 20,
	});
	if (result.status === cannotRun) {
		return null;
	}
	if (result.status !== 0) {
		throw new Error(
			`harness ${args.join(' ')} ended with ${result.status ?? result.signal}\n${result.stderr}`,
		);
	}
	return result.stdout
		.trim()
		.split('\n')
		.map(line => line.split(' '));
}
