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
		assert.deepEqual(ids('scenarios'), []);
		assert.equal(ids('programs').length, 5);
		assert.deepEqual(ids('properties'), []);
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
			['archs', 'variants', 'programs', 'counters'],
		);
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
