import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {CaseReport} from '../../source/explore/case.ts';
import {byBase} from '../../source/report/explore-compare.ts';
import {judgeByHistory} from '../../source/report/explore-judgement.ts';
import {ktapText} from '../../source/report/explore-ktap.ts';
import {caseReport, violatedReport} from './case-reports.ts';

function ktap(reports: readonly CaseReport[], details: (report: CaseReport) => string[] = () => []): string {
	return ktapText(reports, {judge: judgeByHistory, details});
}

interface Test {
	ok: boolean;
	name: string;
	directive: string;
	subtests: Test[];
}

/** Reads KTAP as its specification says: version, plan, and as many results in order; subtests stand before their parent. */
function readTests(lines: readonly string[], level = 0): Test[] {
	const indent = '  '.repeat(level);
	const own = lines.map((text, at) => ({text, at})).filter(({text}) => !text.startsWith(`${indent}  `));
	const [version, plan, ...rest] = own.map(({text, at}) => ({text: text.slice(indent.length), at}));
	assert.equal(version?.text, 'KTAP version 1');
	const count = /^1\.\.(\d+)$/.exec(plan?.text ?? '')?.[1];
	const results = rest.filter(({text}) => !text.startsWith('#'));
	assert.equal(results.length, Number(count));
	let before = plan?.at ?? 0;
	return results.map(({text, at}, index) => {
		const [, result, number, name = '', directive = ''] =
			/^(ok|not ok) (\d+) ([^#]+?)(?: # (.+))?$/.exec(text) ?? [];
		assert.equal(Number(number), index + 1, text);
		const nested = lines.slice(before + 1, at).filter(line => line.startsWith(`${indent}  `));
		before = at;
		const subtests = nested.length === 0 ? [] : readTests(nested, level + 1);
		return {ok: result === 'ok', name, directive, subtests};
	});
}

suite('KTAP', () => {
	test('to the letter', () => {
		const reports = [
			violatedReport({scenario: 'C5'}),
			violatedReport({scenario: 'C5', arch: 'arm64', expected: 'holds', reference: 'June fix'}),
			caseReport({scenario: 'C34', verdict: 'bounded', limit: 'time', environment: ['tlb-eviction']}),
		];
		assert.equal(
			ktap(reports, report => (report.arch === 'arm64' ? ['3 steps', '', '  1  0: f'] : [])),
			[
				'KTAP version 1',
				'1..2',
				'  KTAP version 1',
				'  1..2',
				'  # x86_64/VJ: violated (use-after-free), as history expects (C34), 1234 states, 0.250 s. Memory model: sequential consistency. Environment steps: none.',
				'  ok 1 x86_64/VJ',
				'  # arm64/VJ: violated (use-after-free), but history expects holds (June fix), 1234 states, 0.250 s. Memory model: sequential consistency. Environment steps: none.',
				'  # 3 steps',
				'  #',
				'  #   1  0: f',
				'  not ok 2 arm64/VJ',
				'not ok 1 C5',
				'  KTAP version 1',
				'  1..1',
				'  # x86_64/VJ: bounded (limit: time, after 1234 states), 1234 states, 0.250 s. Memory model: sequential consistency. Environment steps: tlb-eviction.',
				'  ok 1 x86_64/VJ # SKIP bounded (limit: time, after 1234 states)',
				'ok 2 C34 # SKIP none of its cases was decided',
				'',
			].join('\n'),
		);
	});

	const sampled = {runs: 10, seed: 1, schedule: 'random' as const, depth: 0, run: null};
	const cases: [report: CaseReport, ok: boolean, directive: string][] = [
		[caseReport(), true, ''],
		[caseReport({expected: 'violated'}), false, ''],
		[caseReport({expected: 'open'}), true, 'TODO open in history, found: holds'],
		[violatedReport({expected: 'open'}), true, 'TODO open in history, found: violated (use-after-free)'],
		[caseReport({verdict: 'sampled', sampled}), true, 'SKIP sampled (10 random schedules, seed 1, none bad)'],
		[caseReport({error: 'no image\nfor it #1'}), false, 'ERROR no image for it #1'],
	];
	for (const [report, ok, directive] of cases) {
		test(`of a case that is ${judgeByHistory(report).kind} (${report.verdict})`, () => {
			const [parent] = readTests(ktap([report]).trimEnd().split('\n'));
			const [result] = parent?.subtests ?? [];
			assert.deepEqual([result?.ok, result?.directive], [ok, directive]);
			assert.equal(parent?.ok, ok);
		});
	}

	test('of many cases is as the specification says, and a test fails when one of its subtests does', () => {
		const reports = ['C5', 'C7', 'C34'].flatMap(scenario =>
			['x86_64', 'arm64'].flatMap(arch =>
				['VM', 'VJ'].map(variant =>
					caseReport({
						scenario,
						arch,
						variant,
						expected: scenario === 'C7' && arch === 'arm64' ? 'violated' : 'holds',
					}),
				),
			),
		);
		const tests = readTests(ktap(reports).trimEnd().split('\n'));
		assert.deepEqual(
			tests.map(({name, ok, subtests}) => [name, ok, subtests.length]),
			[
				['C5', true, 4],
				['C7', false, 4],
				['C34', true, 4],
			],
		);
		assert.deepEqual(
			tests[1]?.subtests.map(({name, ok}) => `${name} ${ok}`),
			['x86_64/VM true', 'x86_64/VJ true', 'arm64/VM false', 'arm64/VJ false'],
		);
	});

	test("lets pass as XFAIL what a user's file shares with its base, unless that counts", () => {
		const baseOf = () => ({verdict: 'violated' as const, property: 'use-after-free', from: 'found' as const});
		const line = (strict: boolean) =>
			ktapText([violatedReport({variant: 'mine.c'})], {
				judge: byBase({base: 'VJ', baseOf, strict}).judge,
				details: () => [],
			}).split('\n')[5];
		assert.equal(line(false), '  ok 1 x86_64/mine.c # XFAIL violated (use-after-free)');
		assert.equal(line(true), '  not ok 1 x86_64/mine.c');
	});

	test('names cannot begin a directive', () => {
		const text = ktap([caseReport({variant: 'a # SKIP.c'})]);
		assert.match(text, /\n {2}ok 1 x86_64\/a _ SKIP\.c\n/);
	});

	test('of nothing has an empty plan', () => {
		assert.equal(ktap([]), 'KTAP version 1\n1..0\n');
	});
});
