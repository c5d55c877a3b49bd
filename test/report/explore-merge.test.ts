import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {CaseReport} from '../../source/explore/case.ts';
import {parseReports, ReportError, reportsDocument} from '../../source/report/explore-json.ts';
import {mergeReports} from '../../source/report/explore-merge.ts';
import {caseReport, traceStep, violatedReport} from './case-reports.ts';

/** Shard `index` of three. */
function shard(index: number, changes: Partial<CaseReport> = {}): CaseReport {
	return caseReport({shard: {index, count: 3}, ...changes});
}

function violatedShard(index: number, steps: number, changes: Partial<CaseReport> = {}): CaseReport {
	const trace = Array.from({length: steps}, (_, at) => traceStep({step: at + 1}));
	return violatedReport({
		expected: 'holds',
		shard: {index, count: 3},
		trace,
		token: `AQ${index}`,
		...changes,
	});
}

/** The one case that these shards make. */
function merged(...reports: CaseReport[]): CaseReport {
	const result = mergeReports(reports.map(report => [report]));
	assert.equal(result.length, 1);
	return result[0] as CaseReport;
}

suite('joining shards', () => {
	test('that all hold: the case holds, and counts are sums', () => {
		const report = merged(shard(1), shard(2, {depth: 50, states: 1}), shard(3));
		assert.equal(report.verdict, 'holds');
		assert.deepEqual(
			[report.states, report.transitions, report.finals, report.seconds, report.depth, report.shard],
			[2469, 17_034, 9, 0.75, 50, null],
		);
		assert.equal(report.text, 'Joined from 3 shards. A state that two shards met is counted twice.');
	});

	test('one violated: so is the case, with the shortest trace of all', () => {
		const report = merged(shard(1), violatedShard(3, 5), violatedShard(2, 4));
		assert.deepEqual(
			[report.verdict, report.property, report.trace.length, report.token, report.shortest],
			['violated', 'use-after-free', 4, 'AQ2', true],
		);
		assert.match(report.text, /^allocator reads page 3 after it was freed\. Joined from 3 shards\./);
	});

	test('the round of a livelock belongs to the length of its trace', () => {
		const cycle = [traceStep(), traceStep(), traceStep()];
		assert.equal(merged(violatedShard(1, 2, {cycle}), violatedShard(2, 4), shard(3)).token, 'AQ2');
	});

	test('a shard that is bounded or missing may have a shorter trace', () => {
		assert.equal(merged(violatedShard(1, 3), shard(2), shard(3)).shortest, true);
		assert.equal(merged(violatedShard(1, 3), shard(2)).shortest, false);
		assert.equal(merged(violatedShard(1, 3), shard(2), shard(3, {verdict: 'bounded'})).shortest, false);
		assert.equal(
			merged(violatedShard(1, 3), violatedShard(2, 4, {shortest: false}), shard(3)).shortest,
			false,
		);
	});

	test('one bounded: the case is bounded by that limit', () => {
		const report = merged(shard(1), shard(2, {verdict: 'bounded', limit: 'memory'}), shard(3));
		assert.deepEqual([report.verdict, report.limit], ['bounded', 'memory']);
	});

	test('one missing: the case is bounded, and says which', () => {
		const report = merged(shard(2));
		assert.deepEqual(
			[report.verdict, report.limit, report.text],
			['bounded', 'shards', 'Missing of 3 shards: 1, 3.'],
		);
		assert.match(merged(shard(3), shard(1)).text, /^Missing of 3 shards: 2\. A state/);
	});

	test('one that could not be run: nor could the case, unless another is violated', () => {
		const failed = shard(2, {error: 'no image', verdict: 'bounded', reduction: '', processes: []});
		assert.equal(merged(shard(1), failed, shard(3)).error, 'report 2: no image');
		const report = merged(shard(1), failed, violatedShard(3, 2));
		assert.deepEqual([report.verdict, report.error], ['violated', null]);
		assert.match(report.text, /Could not be run: report 2: no image\.$/);
	});

	test('random schedules add up', () => {
		const sampled = {runs: 100, seed: 1, schedule: 'random' as const, depth: 0, run: null};
		const changes = {verdict: 'sampled' as const, sampled};
		const report = merged(shard(1, changes), shard(2, changes), shard(3, changes));
		assert.deepEqual([report.verdict, report.sampled?.runs], ['sampled', 300]);
	});

	test('final states that read the same are one, reached in the fewest steps', () => {
		const outcome = (steps: number, lock: string) => ({state: {lock}, token: `AQ${steps}`, steps, count: 2});
		const report = merged(
			shard(1, {outcomes: [outcome(9, 'free')]}),
			shard(2, {outcomes: [outcome(5, 'free'), outcome(7, 'held')]}),
			shard(3),
		);
		assert.deepEqual(report.outcomes, [
			{state: {lock: 'free'}, token: 'AQ5', steps: 5, count: 4},
			{state: {lock: 'held'}, token: 'AQ7', steps: 7, count: 2},
		]);
	});

	test('cases keep their order, and one that was not sharded passes as it is', () => {
		const alone = caseReport({arch: 'arm64'});
		const result = mergeReports([[shard(1), alone], [shard(2)], [shard(3)]]);
		assert.deepEqual(
			result.map(report => report.arch),
			['x86_64', 'arm64'],
		);
		assert.equal(result[1], alone);
	});
});

suite('reports that do not belong together', () => {
	const where = 'C34-range-returned-before-flush, x86_64, VJ';
	const cases: [what: string, reports: CaseReport[], message: string][] = [
		[
			'the same shard twice',
			[shard(1), shard(2), shard(1)],
			`shard 1/3 of ${where} is in a.json and again in c.json`,
		],
		[
			'a case twice',
			[caseReport(), caseReport()],
			`${where} is in a.json and b.json, and neither is a shard`,
		],
		[
			'other numbers of shards',
			[shard(1), shard(2, {shard: {index: 2, count: 4}})],
			`${where} in a.json and b.json cannot be joined: they differ in the number of shards, 3 and 4`,
		],
		[
			'a shard and a whole',
			[shard(1), caseReport()],
			`${where} in a.json and b.json cannot be joined: they differ in the number of shards, 3 and null`,
		],
		[
			'other surroundings',
			[shard(1), shard(2, {environment: ['tlb-eviction']})],
			`${where} in a.json and b.json cannot be joined: they differ in the environment steps, [] and ["tlb-eviction"]`,
		],
		[
			'another reduction',
			[shard(1), shard(2), shard(3, {reduction: 'none'})],
			`${where} in a.json and c.json cannot be joined: they differ in whether steps were left out, true and false`,
		],
		[
			'a search and samples',
			[
				shard(1),
				shard(2, {sampled: {runs: 1, seed: 7, schedule: 'pct', depth: 3, run: null}, verdict: 'sampled'}),
			],
			`${where} in a.json and b.json cannot be joined: they differ in the kind of search, "every interleaving" and "pct schedules of depth 3, seed 7"`,
		],
	];
	for (const [what, reports, message] of cases) {
		test(`${what}: the error names the files`, () => {
			const parts = reports.map(report => [report]);
			assert.throws(() => mergeReports(parts, ['a.json', 'b.json', 'c.json']), {
				name: 'ReportError',
				message,
			});
		});
	}
});

suite('reports as JSON', () => {
	const reports = [
		violatedReport({
			sampled: {runs: 3, seed: 1, schedule: 'pct', depth: 3, run: 2},
			outcomes: [{state: {lock: 'free'}, token: 'AQ', steps: 3, count: 1}],
		}),
		caseReport({limit: 'states', environment: ['tlb-eviction'], shard: {index: 1, count: 2}}),
	];

	test('have `cases` and nothing else', () => {
		assert.deepEqual(Object.keys(reportsDocument(reports)), ['cases']);
	});

	test('are read as they were written', () => {
		assert.deepEqual(parseReports(JSON.stringify(reportsDocument(reports))), reports);
	});

	test('may have fields that a later version adds', () => {
		const text = JSON.stringify({cases: [{...caseReport(), later: 1}], more: true});
		assert.equal(parseReports(text).length, 1);
	});

	const good = caseReport();
	const wrong: [text: string, message: RegExp][] = [
		['{', /^no JSON: /],
		['[]', /^the document should be an object, but there is \[\]$/],
		['{"archs":[]}', /^cases should be a list, but there is nothing$/],
		['{"cases":[{}]}', /^cases\[0\]\.scenario should be a text, but there is nothing$/],
		[
			JSON.stringify({cases: [good, {...good, verdict: 'proved'}]}),
			/^cases\[1\]\.verdict should be one of holds, violated, bounded, sampled, but there is "proved"$/,
		],
		[
			JSON.stringify({cases: [{...good, states: -1}]}),
			/^cases\[0\]\.states should be a number of at least 0/,
		],
		[
			JSON.stringify({cases: [{...good, trace: [{...traceStep(), stack: [{function: 'f'}]}]}]}),
			/^cases\[0\]\.trace\[0\]\.stack\[0\]\.file should be a text/,
		],
	];
	for (const [text, message] of wrong) {
		test(`that cannot be read name the place: ${text.slice(0, 30)}`, () => {
			assert.throws(
				() => parseReports(text),
				error => error instanceof ReportError && message.test(error.message),
			);
		});
	}
});
