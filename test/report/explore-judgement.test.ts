import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {CaseReport} from '../../source/explore/case.ts';
import {type BaseVerdict, byBase} from '../../source/report/explore-compare.ts';
import {byHistory, exitStatus, judgeByHistory} from '../../source/report/explore-judgement.ts';
import {legendText, noteGroups, summaryText} from '../../source/report/explore-summary.ts';
import {modelText} from '../../source/report/explore-words.ts';
import {caseReport, violatedReport} from './case-reports.ts';

const sampled = {runs: 1000, seed: 7, schedule: 'pct' as const, depth: 3, run: null};

suite('a verdict beside history', () => {
	const cases: [changes: Partial<CaseReport>, kind: string, mark: string, status: number][] = [
		[{}, 'expected', '=', 0],
		[{verdict: 'violated', expected: 'violated'}, 'expected', '=', 0],
		[
			{verdict: 'violated', property: 'oops', expected: 'violated', expectedProperty: 'oops'},
			...(['expected', '=', 0] as const),
		],
		[
			{verdict: 'violated', property: 'oops', expected: 'violated', expectedProperty: 'livelock'},
			...(['unexpected', '!', 1] as const),
		],
		[{verdict: 'violated'}, 'unexpected', '!', 1],
		[{expected: 'violated'}, 'unexpected', '!', 1],
		[{expected: 'open'}, 'open', '?', 0],
		[{verdict: 'bounded', limit: 'states'}, 'bounded', '~', 3],
		[{verdict: 'bounded', expected: 'open'}, 'bounded', '~', 3],
		[{verdict: 'sampled', sampled}, 'sampled', '%', 0],
		[{verdict: 'sampled', sampled, expected: 'open'}, 'sampled', '%', 0],
		[{verdict: 'sampled', sampled, expected: 'violated'}, 'unexpected', '!', 1],
		[{error: 'no image'}, 'failed', 'x', 1],
		[{error: 'no image', verdict: 'bounded'}, 'failed', 'x', 1],
	];
	for (const [changes, kind, mark, status] of cases) {
		test(`${JSON.stringify(changes)} is ${kind}`, () => {
			const report = caseReport(changes);
			const judgement = judgeByHistory(report);
			assert.deepEqual([judgement.kind, judgement.mark], [kind, mark]);
			assert.equal(exitStatus([report], judgeByHistory), status);
		});
	}

	test('what is not as expected outweighs a limit', () => {
		const reports = [caseReport({verdict: 'bounded'}), caseReport({expected: 'violated'}), caseReport()];
		assert.equal(exitStatus(reports, judgeByHistory), 1);
	});
});

suite('a verdict beside the base', () => {
	const found = (verdict: BaseVerdict['verdict'], property: string | null = null): BaseVerdict => ({
		verdict,
		property,
		from: 'found',
	});
	const cases: [
		report: CaseReport,
		base: BaseVerdict,
		kind: string,
		mark: string,
		status: number,
		strict: number,
	][] = [
		[violatedReport(), found('holds'), 'broken', '!', 1, 1],
		[violatedReport(), found('bounded'), 'broken', '!', 1, 1],
		[violatedReport(), found('sampled'), 'broken', '!', 1, 1],
		[violatedReport(), found(null), 'broken', '!', 1, 1],
		[violatedReport(), found('violated', 'use-after-free'), 'same', '=', 0, 1],
		[violatedReport(), found('violated', null), 'same', '=', 0, 1],
		[violatedReport(), found('violated', 'deadlock'), 'otherwise', '*', 0, 1],
		[caseReport(), found('holds'), 'same', '=', 0, 0],
		[caseReport(), found('violated', 'deadlock'), 'mended', '+', 0, 0],
		[caseReport(), found('bounded'), 'no-base', '?', 0, 0],
		[caseReport({verdict: 'bounded'}), found('holds'), 'bounded', '~', 3, 3],
		[caseReport({error: 'wild'}), found('violated'), 'failed', 'x', 1, 1],
	];
	for (const [report, base, kind, mark, status, strictStatus] of cases) {
		test(`${report.error ?? report.verdict} beside ${base.verdict} ${base.property ?? ''} is ${kind}`, () => {
			const {judge} = byBase({base: 'VJ', baseOf: () => base, strict: false});
			assert.deepEqual([judge(report).kind, judge(report).mark], [kind, mark]);
			assert.equal(exitStatus([report], judge), status);
			const strict = byBase({base: 'VJ', baseOf: () => base, strict: true});
			assert.equal(exitStatus([report], strict.judge), strictStatus);
		});
	}

	test('says where the base is known from', () => {
		const history = byBase({
			base: 'VM',
			baseOf: () => ({verdict: 'violated', property: 'lost-entry', from: 'history'}),
			strict: false,
		});
		assert.equal(history.beside.text(caseReport()), 'violated (history)');
		assert.equal(history.judge(caseReport()).text, 'where VM is violated (lost-entry), says history');
	});
});

suite('around the tables', () => {
	const reports = [
		caseReport(),
		caseReport({arch: 'arm64', verdict: 'bounded', limit: 'time', environment: ['tlb-eviction']}),
		violatedReport({arch: 'riscv64', expected: 'holds'}),
		violatedReport({arch: 's390x', expected: 'holds'}),
		caseReport({arch: 'generic', expected: 'open', reference: 'C15'}),
	];

	test('a summary counts cases, states and seconds', () => {
		assert.equal(
			summaryText(reports, byHistory),
			'5 cases: 1 as expected, 2 not, 1 open, 1 bounded. 6170 states, 28.4k transitions, 1.3 s of search.',
		);
	});

	test('a summary says the usual also of nothing, and the unusual only if there is any', () => {
		assert.match(
			summaryText([caseReport()], byHistory),
			/^1 case: 1 as expected, 0 not, 0 open, 0 bounded\. /,
		);
		assert.match(summaryText([caseReport({error: 'x'})], byHistory), /, 0 bounded, 1 failed\. /);
	});

	test('the legend explains the marks that there are', () => {
		assert.equal(
			legendText(reports, byHistory.judge),
			'Marks: = as history expects; ~ a limit came before an answer; ! NOT as history expects; ? history has not settled it.',
		);
	});

	test('notes join architectures of which the same is to be said', () => {
		assert.deepEqual(noteGroups(reports, byHistory.judge), [
			{
				heading: 'Not as history expects:',
				notes: [
					{
						mark: '!',
						text: 'C34-range-returned-before-flush, VJ on riscv64, s390x: violated (use-after-free), but history expects holds (C34)',
					},
				],
			},
			{
				heading: 'Open in history:',
				notes: [
					{
						mark: '?',
						text: 'C34-range-returned-before-flush, VJ on generic: holds, which history left open (C15)',
					},
				],
			},
			{
				heading: 'Not decided:',
				notes: [{mark: '~', text: 'C34-range-returned-before-flush, VJ on arm64: bounded, limit: time'}],
			},
		]);
	});

	test('the memory model and the environment steps are named', () => {
		assert.equal(modelText([caseReport()]), 'Memory model: sequential consistency. Environment steps: none.');
		assert.equal(
			modelText(reports),
			'Memory model: sequential consistency. Environment steps, each where its scenario has it: tlb-eviction.',
		);
	});
});
