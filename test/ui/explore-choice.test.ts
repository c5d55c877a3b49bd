/** How the Live command hands the explorer to the UI: loaded late, with the user's own variant compiled when it is asked for. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type {Catalog} from '../../source/commands/catalog.ts';
import type {Context} from '../../source/commands/context.ts';
import {exploreChoice} from '../../source/commands/live-tui.ts';
import type {CaseJob} from '../../source/explore/case.ts';
import type {RunHooks} from '../../source/explore/run-cases.ts';
import {screenCaseOptions} from '../../source/ui/control/exploration.ts';
import {createFakeExplorer} from '../commands/fake-explorer.ts';
import {caseReport, violatedReport} from '../report/case-reports.ts';
import {fakeScenarios} from './helpers/fake-explore.ts';

const catalog: Catalog = {
	archs: [],
	variants: [
		{id: 'VJ', text: '', claims: [], upstream: ''},
		{id: 'mine.c', text: '', claims: [], upstream: ''},
	],
	scenarios: fakeScenarios,
	programs: [],
	properties: [],
};

const hooks: RunHooks = {
	report: () => undefined,
	progress: () => undefined,
	signal: new AbortController().signal,
	jobs: 1,
};

const job = (arch: string, variant: string): CaseJob => ({
	scenario: 'C11-free-skips-scratch',
	arch,
	variant,
	options: screenCaseOptions,
});

const setUp = (own: {id: string; text: string} | null) => {
	const fake = createFakeExplorer({});
	let loads = 0;
	const context = {
		async loadExplorer() {
			loads++;
			return fake.explorer;
		},
	} as unknown as Context;
	return {fake, loads: () => loads, choice: exploreChoice(context, catalog, own)};
};

test('the explorer is loaded by the first run, and once', async () => {
	const {fake, loads, choice} = setUp(null);
	assert.equal(loads(), 0);
	await choice.run([job('x86_64', 'VJ')], hooks);
	await choice.run([job('arm64', 'VJ')], hooks);
	assert.equal(loads(), 1);
	assert.deepEqual(
		fake.jobs.map(({arch, variant}) => `${arch} ${variant}`),
		['x86_64 VJ', 'arm64 VJ'],
	);
	assert.deepEqual(fake.prepared, []);
});

test("the user's variant is compiled once for each architecture, and run under the explorer's id", async () => {
	const {fake, choice} = setUp({id: 'mine.c', text: 'apply_range_set_cb'});
	assert.deepEqual(choice.variantOf?.('mine.c'), {id: 'mine.c', base: 'VJ'});
	assert.deepEqual(choice.variantOf?.('VM'), {id: 'VM', base: 'VM'});
	for (const arch of ['x86_64', 'x86_64', 'arm64']) await choice.run([job(arch, 'mine.c')], hooks);
	assert.deepEqual(fake.prepared, ['c mine.c on VJ for x86_64', 'c mine.c on VJ for arm64']);
	assert.equal(fake.jobs.length, 3);
	const own = choice.sourceText?.(caseReport({variant: 'mine.c'}));
	assert.equal(own?.('mine.c', 7), 'own line 7');
	assert.equal(own?.('bpf/arena.c', 7), '\ttext(x86_64, bpf/arena.c, 7);');
});

test('a file of the user that is not at hand cannot be explored', () => {
	const {choice} = setUp(null);
	assert.equal(choice.variantOf?.('mine.c'), null);
});

test('a C error of the user ends the run with its text', async () => {
	const {choice} = setUp({id: 'mine.c', text: '!'});
	await assert.rejects(choice.run([job('x86_64', 'mine.c')], hooks), /expected identifier/);
});

test('the command that replays a trace is that of explore; none where the path of a file would be needed', () => {
	const {choice} = setUp({id: 'mine.c', text: ''});
	assert.equal(
		choice.replay?.(violatedReport()),
		'ptelab explore C34-range-returned-before-flush --arch x86_64 --variant VJ --replay AQabc',
	);
	assert.equal(choice.replay?.(violatedReport({variant: 'mine.c'})), null);
	assert.equal(choice.sourceText?.(caseReport())('bpf/arena.c', 1), null, 'nothing is loaded yet');
});
