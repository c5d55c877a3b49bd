import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {CaseReport} from '../../source/explore/case.ts';
import {caseReport, violatedReport} from '../report/case-reports.ts';
import {run} from './fake-context.ts';

const name = {scenario: 'C34-range-returned', environment: ['tlb-eviction' as const]};

function part(index: number, changes: Partial<CaseReport> = {}): CaseReport {
	return caseReport({...name, expected: 'violated', shard: {index, count: 2}, ...changes});
}

function violatedPart(index: number, changes: Partial<CaseReport> = {}): CaseReport {
	return violatedReport({...name, shard: {index, count: 2}, ...changes});
}

/** Merges files of these reports. */
async function merge(parts: readonly (readonly CaseReport[])[], flags = '') {
	const files = Object.fromEntries(
		parts.map((cases, index) => [`part${index + 1}.json`, JSON.stringify({cases})]),
	);
	return run(['merge', ...Object.keys(files), ...flags.split(' ').filter(word => word !== '')], {files});
}

suite('merge', () => {
	test('prints and exits as explore does', async () => {
		const {status, stdout, stderr} = await merge([[part(1)], [violatedPart(2)]]);
		assert.deepEqual([status, stderr], [0, '']);
		assert.match(stdout, /^Counts are sums over shards: a state that two shards met is counted twice\.\n/);
		assert.match(stdout, /\nx86_64, VJ +=\sviolated +violated +use-after-free +2468 /);
		assert.match(
			stdout,
			/\n {2}ptelab explore C34-range-returned --arch x86_64 --variant VJ --replay AQabc\n/,
		);
		assert.match(stdout, /\n1 case: 1 as expected, 0 not, 0 open, 0 bounded\. 2468 states, /);
	});

	test('1 when the whole is not as expected, 3 when a shard is missing', async () => {
		assert.equal((await merge([[part(1)], [part(2)]])).status, 1);
		const {status, stdout} = await merge([[part(2)]]);
		assert.equal(status, 3);
		assert.match(stdout, /bounded, limit: shards\. Missing of 2\s+shards: 1\.\n/);
	});

	test('gives the joined cases as JSON, and in a file', async () => {
		const {stdout, files} = await merge([[part(1)], [violatedPart(2)]], '--json --out whole.json');
		const document = JSON.parse(stdout);
		assert.deepEqual(
			document.cases.map(({verdict, shard}: CaseReport) => [verdict, shard]),
			[['violated', null]],
		);
		assert.deepEqual(JSON.parse(files.get('whole.json') ?? ''), document);
	});

	test('tells the flags of the search from the reports', async () => {
		const changes = {reduction: 'none', environment: []};
		const {stdout} = await merge([[part(1, changes)], [violatedPart(2, changes)]]);
		assert.match(stdout, /--variant VJ --no-reduction --env none --replay AQabc\n/);
	});

	test("--base compares a user's file with the base, as check does", async () => {
		const mine = {variant: 'mine.c', expected: 'open' as const};
		const parts = [
			[part(1, mine), part(1)],
			[violatedPart(2, mine), part(2)],
		];
		const {status, stdout} = await merge(parts, '--base VJ');
		assert.equal(status, 1);
		assert.match(
			stdout,
			/\nBroken:\n {2}! C34-range-returned, mine\.c on x86_64: violated \(use-after-free\), where VJ is\n? ?/,
		);
		assert.match(stdout, /--variant mine\.c --base VJ --replay/);
		assert.match(stdout, /\n1 case against VJ: 1 broken, /);
		assert.match((await merge(parts)).stdout, /\n2 cases: 0 as expected, 1 not, 1 open, /);
	});

	test('reads what explore --shard wrote', async () => {
		const words = ['explore', 'C50', '--out'];
		const one = await run([...words, 'one.json', '--shard', '1/2']);
		const two = await run([...words, 'two.json', '--shard', '2/2']);
		const files = Object.fromEntries([...one.files, ...two.files]);
		const {status, stdout} = await run(['merge', 'one.json', 'two.json'], {files});
		assert.equal(status, 0);
		assert.match(stdout, /\n2 cases: 2 as expected, /);
	});

	const wrong: [what: string, parts: CaseReport[][], flags: string, message: RegExp][] = [
		[
			'the same shard twice',
			[[part(1)], [part(1)]],
			'',
			/^ptelab: shard 1\/2 of .* is in part1\.json and again in part2\.json\n$/,
		],
		[
			'searches that differ',
			[[part(1)], [part(2, {environment: []})]],
			'',
			/^ptelab: .* in part1\.json and part2\.json cannot be joined: they differ in the environment steps, /,
		],
		['an unknown base', [[part(1)]], '--base VX', /^ptelab: unknown variant 'VX': /],
		[
			'nothing but the base',
			[[part(1)]],
			'--base VJ',
			/^ptelab: no case to print in part1\.json beside those of VJ\n$/,
		],
	];
	for (const [what, parts, flags, message] of wrong) {
		test(`${what} is refused`, async () => {
			const {status, stdout, stderr} = await merge(parts, flags);
			assert.deepEqual([status, stdout], [2, '']);
			assert.match(stderr, message);
		});
	}

	const files = {'no.json': '{', 'live.json': '{"archs": []}'};
	const mistakes: [words: string[], message: RegExp][] = [
		[['merge'], /^ptelab: merge needs reports: files that --out wrote/],
		[['merge', 'gone.json'], /^ptelab: cannot read 'gone\.json': no such file\n$/],
		[['merge', 'no.json'], /^ptelab: no\.json: no JSON: /],
		[['merge', 'live.json'], /^ptelab: live\.json: cases should be a list, but there is nothing\n$/],
	];
	for (const [words, message] of mistakes) {
		test(`ptelab ${words.join(' ')}`, async () => {
			const {status, stderr} = await run(words, {files});
			assert.equal(status, 2);
			assert.match(stderr, message);
		});
	}
});
