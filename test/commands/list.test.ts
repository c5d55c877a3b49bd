import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {counterIds} from '../../source/machine/vocabulary.ts';
import {fakeCatalog, run} from './fake-context.ts';

suite('list', () => {
	test('--json has every key, and an id in every row', async () => {
		const {status, stdout} = await run(['list', '--json']);
		assert.equal(status, 0);
		const document = JSON.parse(stdout);
		assert.deepEqual(Object.keys(document), [
			'archs',
			'variants',
			'scenarios',
			'programs',
			'properties',
			'counters',
		]);
		const ids = (key: string) => document[key].map((row: {id: string}) => row.id);
		assert.deepEqual(
			ids('archs'),
			fakeCatalog.archs.map(arch => arch.id),
		);
		assert.deepEqual(ids('variants'), ['V0', 'VM', 'VJ']);
		assert.deepEqual(ids('scenarios'), ['C5-lost-scratch', 'C50-zap', 'C34-range-returned']);
		assert.equal(ids('programs').length, 5);
		assert.deepEqual(ids('properties'), ['lost-entry']);
		assert.deepEqual(ids('counters'), [...counterIds]);
	});

	test('--json of one section leaves the others empty', async () => {
		const {stdout} = await run(['list', 'variants', '--json']);
		const {variants, ...rest} = JSON.parse(stdout);
		assert.equal(variants.length, 3);
		assert.ok(Object.values(rest).every(rows => Array.isArray(rows) && rows.length === 0));
	});

	test('shows all sections that have entries', async () => {
		const {stdout} = await run(['list']);
		assert.deepEqual(
			stdout.split('\n').filter(line => /^[a-z]+$/.test(line)),
			['archs', 'variants', 'scenarios', 'programs', 'properties', 'counters'],
		);
	});

	test('--json says of scenarios what history expects, and what they are about', async () => {
		const {stdout} = await run(['list', 'scenarios', '--json']);
		const [first, second] = JSON.parse(stdout).scenarios;
		assert.deepEqual([first.claims, first.text], [['C5', 'C6'], 'C5-lost-scratch for tests']);
		assert.deepEqual(first.expectations[0], {
			variants: ['VM'],
			archs: null,
			expected: 'violated',
			property: 'lost-entry',
			reference: 'C5',
		});
		assert.deepEqual([first.variants, second.variants, second.archs], [null, ['VM', 'VJ'], ['x86_64']]);
	});

	test('has sections of scenarios and of properties', async () => {
		const {stdout} = await run(['list', 'scenarios']);
		assert.match(stdout, /\nC5-lost-scratch +C5 C6 +C5-lost-scratch for tests\n/);
		const {stdout: properties} = await run(['list', 'properties']);
		assert.match(properties, /\nlost-entry +no entry is lost: a set entry stays until it is cleared\n/);
	});

	test('of one section has a line for each entry in a pipe', async () => {
		const {stdout} = await run(['list', 'archs']);
		const lines = stdout.trimEnd().split('\n');
		assert.equal(lines.length, 2 + fakeCatalog.archs.length);
		assert.match(lines[4] ?? '', /^arm64-nocontpte +wired +stub +no +ipi +arm64-nocontpte for tests$/);
	});

	test('folds descriptions on a terminal', async () => {
		const {stdout} = await run(['list', 'counters'], {isTerminal: true, columns: 60});
		assert.ok(stdout.split('\n').every(line => line.length <= 60));
		assert.match(stdout, /\n {23}clearing it first\n|\n {23,}\S/);
	});

	test('--format csv quotes', async () => {
		const {stdout} = await run(['list', 'programs', '--format', 'csv']);
		assert.match(stdout, /\nbatch,,good,,"several at once, ""in pieces"""\n/);
	});
});
