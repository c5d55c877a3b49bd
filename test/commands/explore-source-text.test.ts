import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {suite, test} from 'node:test';
import {builtInSourceText} from '../../source/commands/explore-source-text.ts';

function line(path: string, number: number): string | undefined {
	return readFileSync(new URL(`../../source/${path}`, import.meta.url), 'utf8').split('\n')[number - 1];
}

/** Number of the first line with that text, from 1. */
function lineOf(path: string, text: string): number {
	const source = readFileSync(new URL(`../../source/${path}`, import.meta.url), 'utf8');
	return source.slice(0, source.indexOf(text)).split('\n').length;
}

suite('lines of the built-in C', () => {
	const sourceText = builtInSourceText('arm64-nocontpte');

	const files: [file: string, path: string, text: string][] = [
		['bpf/arena.c', 'kernel/bpf/arena.c', 'arena_free_pages('],
		['variants/vj.c', 'kernel/variants/vj.c', '#include'],
		['include/ptelab/lab.h', 'kernel/include/ptelab/lab.h', '#'],
		['programs/churn.c', 'programs/churn.c', 'SEC('],
		['include/asm/pgtable.h', 'arch/arm64/pgtable.h', 'pte_'],
	];
	for (const [file, path, text] of files) {
		test(`of ${file}`, () => {
			const number = lineOf(path, text);
			assert.equal(sourceText(file, number), line(path, number));
			assert.ok(sourceText(file, number)?.includes(text));
		});
	}

	test('are those of the architecture', () => {
		const number = lineOf('arch/x86_64/pgtable.h', 'pte_');
		assert.equal(
			builtInSourceText('x86_64')('include/asm/pgtable.h', number),
			line('arch/x86_64/pgtable.h', number),
		);
	});

	const unknown: [file: string, line: number][] = [
		['bpf/arena.c', 0],
		['bpf/arena.c', 1_000_000],
		['bpf/nothing.c', 1],
		['', 0],
		['../../package.json', 1],
		['bpf/../../../cli.c', 1],
		['/etc/passwd', 1],
		['bpf', 1],
	];
	for (const [file, number] of unknown) {
		test(`there is none for ${JSON.stringify(file)}:${number}`, () => {
			assert.equal(sourceText(file, number), null);
		});
	}

	test('of an architecture that is not known there are those of all', () => {
		const text = builtInSourceText('vax');
		assert.equal(text('include/asm/pgtable.h', 1), null);
		assert.equal(text('bpf/arena.c', 1), line('kernel/bpf/arena.c', 1));
	});
});
