import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'node:test';
import {createFakeExplore, fakeReport} from './helpers/fake-explore.ts';
import {createFakeSession} from './helpers/fake-session.ts';
import {createStage} from './helpers/stage.ts';
import {escapeKey, raise, raiseFinished, text, verdictsView} from './helpers/verdicts-stage.ts';

test('x explores the selected machine as it is on the screen, and shows the verdicts', async () => {
	const {stage, explore} = await raise(80, 24);
	await stage.type('\tj');
	await stage.type('x');
	const {jobs, hooks} = explore.run();
	assert.equal(stage.controller.store.get().ui.view, 'verdicts');
	assert.deepEqual(
		jobs.map(({scenario, arch, variant}) => `${scenario.split('-')[0]} ${arch} ${variant}`),
		// Its break-before-make violations come first, then what its programs make.
		['C30', 'C15', 'C34', 'C11', 'C17', 'C33', 'C52'].map(claim => `${claim} arm64 VJ`),
	);
	assert.ok(jobs.every(({options}) => options.reduction && options.simulate === null));
	assert.ok(hooks.jobs >= 1);
	assert.match(text(stage), /verdicts arm64 VJ/);
	stage.dispose();
});

test('rows fill in with the clock, not with each report, and the machines go on racing', async () => {
	const {stage, explore} = await raise(80, 24);
	await stage.type('x');
	assert.match(text(stage), / EXPLORING 0\/7 {2}starting/);
	const before = stage.output.writes.length;
	explore.run().finish(3);
	explore.run().progress('C17-user-never-scratch', 1000);
	await stage.settle();
	assert.equal(stage.output.writes.length, before);
	assert.ok(stage.asked.wake > 0);
	await stage.play(1);
	assert.equal(stage.output.writes.length, before + 1, 'one look is one write');
	assert.match(text(stage), / EXPLORING 3\/7 {2}C17-user-never-scratch: 1.00k states, 50.0k states\/s/);
	assert.match(text(stage), /= C34-\S+ +C34 C33 violated violated reaches-all… +312 +3 ms/);
	assert.match(text(stage), / {3}C17-user-never-scratch +C17 +running +holds/);
	assert.match(stage.grid()[0] ?? '', /RUNNING 0:01/);
	assert.deepEqual(stage.session.calls, []);
	explore.run().end();
	stage.dispose();
});

test('the clock ticks while cases are run and stops with the last, and nothing is written without news', async () => {
	const {stage, explore} = await raise(100, 30);
	await stage.type('x ');
	await stage.play(1);
	const before = stage.output.writes.length;
	for (let tick = 0; tick < 5; tick++) assert.equal(stage.controller.tick(), true);
	await stage.settle();
	assert.equal(stage.output.writes.length, before);
	explore.run().finish(99);
	explore.run().end();
	await stage.settle();
	assert.match(text(stage), /7 cases: 3 as expected, 1 not/);
	assert.equal(stage.controller.tick(), false);
	stage.dispose();
});

test('cases that are over before they tell how far they are show the speed on the whole', async () => {
	const {stage, explore} = await raise(80, 24);
	await stage.type('x');
	explore.run().progress('C34-range-returned-before-flush', 99);
	explore.run().finish(2);
	await stage.play(1);
	assert.match(stage.grid()[2] ?? '', / EXPLORING 2\/7 {2}in all 4.63k states, 309k states\/s/);
	stage.dispose();
});

test('x again keeps the run of the same machine, and abandons that of another', async () => {
	const {stage, explore} = await raise(80, 24);
	await stage.type('x');
	const first = explore.run();
	first.finish(1);
	await stage.type(escapeKey);
	await stage.type('x');
	assert.equal(explore.runs.length, 1);
	assert.equal(stage.controller.store.get().ui.view, 'verdicts');
	await stage.type('x');
	assert.match(text(stage), /this machine is being explored/);
	await stage.type(escapeKey);
	await stage.type('jx');
	assert.equal(explore.runs.length, 2);
	assert.equal(first.hooks.signal.aborted, true);
	// What the abandoned run still says is not shown, nor is how it ends.
	first.finish(3);
	first.progress('C34-range-returned-before-flush', 777_000);
	first.fail('aborted');
	await stage.play(1);
	assert.match(text(stage), /verdicts arm64 VJ/);
	assert.match(text(stage), / EXPLORING 0\/7 {2}starting/);
	assert.doesNotMatch(text(stage), /aborted/);
	explore.run().finish(99);
	explore.run().end();
	await stage.settle();
	await stage.type('x');
	assert.equal(explore.runs.length, 3, 'what is finished may be asked again');
	assert.match(text(stage), / EXPLORING 0\/7/);
	stage.dispose();
	assert.equal(explore.run().hooks.signal.aborted, true, 'leaving ends the run');
});

test('a run that fails, or leaves a case out, is told and what was found stays', async () => {
	const {stage, explore} = await raise(100, 30);
	await stage.type('x');
	explore.run().finish(1);
	explore.run().fail('worker 2 died');
	await stage.settle();
	assert.match(text(stage), /✗ exploring failed: worker 2 died/);
	assert.match(stage.grid()[2] ?? '', /✗ exploring failed after 1 of 7 cases: worker 2 died/);
	assert.match(text(stage), /= C34-\S+ +C34 C33 violated/);
	assert.match(text(stage), / {3}C11-\S+ +C11 C12 not run +holds/);
	await stage.type(escapeKey);
	assert.match(text(stage), /lab: exploring failed: worker 2 died/);
	await stage.type('x');
	explore.run().finish(2);
	explore.run().end();
	await stage.settle();
	assert.match(text(stage), /after 2 of 7 cases: the explorer gave no report of C11-free-skips-scratch/);
	stage.dispose();
});

test('reports that a run only resolves with are taken too', async () => {
	const explore = createFakeExplore({run: async jobs => jobs.map(fakeReport)});
	const stage = await createStage(80, 24, {explore: explore.choice});
	await stage.type('x');
	await stage.settle();
	assert.match(text(stage), /7 cases: 3 as expected, 1 not/);
	stage.dispose();
});

test('without an explorer, or without a scenario, x says so and stays where it is', async () => {
	const none = await createStage(80, 24);
	await none.type('x');
	assert.match(text(none), /✗ exploring is not available here/);
	assert.equal(none.controller.store.get().ui.view, 'live');
	await none.type(verdictsView);
	assert.match(text(none), /Exploring is not available here\./);
	none.dispose();

	const explore = createFakeExplore({scenarios: []});
	const empty = await createStage(80, 24, {explore: explore.choice});
	await empty.type('x');
	assert.match(text(empty), /✗ no scenario is made for VJ on x86_64/);
	assert.equal(explore.runs.length, 0);
	empty.dispose();
});

test("a user's file is explored under the ids of the explorer, beside the history of what it changes", async () => {
	const explore = createFakeExplore({
		variantOf: variant => (variant === 'mine.c' ? {id: 'mine-1', base: 'VM'} : null),
	});
	const stage = await createStage(
		80,
		24,
		{explore: explore.choice},
		createFakeSession({variant: 'mine.c', archs: ['x86_64']}),
	);
	await stage.type('x');
	assert.ok(explore.run().jobs.every(({variant}) => variant === 'mine-1'));
	assert.ok(explore.run().jobs.some(({scenario}) => scenario === 'C5-scratch-overwritten'));
	explore.run().finish(99);
	explore.run().end();
	await stage.settle();
	assert.match(stage.grid()[1] ?? '', /verdicts x86_64 mine\.c/);
	assert.match(stage.grid()[3] ?? '', /verdict +VM +property/);
	assert.match(stage.grid()[2] ?? '', /^8 cases against VM: 2 broken, 1 mended, 3 as VM, /);
	assert.match(text(stage), /\+ C5-\S+ +C5 +holds +violated/);
	assert.match(text(stage), /! C17-\S+ +C17 +violated holds/);
	await stage.type('jj');
	assert.match(text(stage), /Holds, where VM is violated \(entry-overwritten\), says history\./);
	stage.dispose();

	const other = createFakeExplore({variantOf: () => null});
	const refused = await createStage(80, 24, {explore: other.choice});
	await refused.type('x');
	assert.match(text(refused), /✗ VJ cannot be explored from here/);
	refused.dispose();
});

test('a snapshot has the cases in it, as the explore command prints them', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'ptelab-verdicts-'));
	const {stage} = await raiseFinished(80, 24, {snapshotFolder: folder});
	await stage.type('s');
	const [json] = readdirSync(folder).filter(name => name.endsWith('.json'));
	const document = JSON.parse(readFileSync(join(folder, json ?? ''), 'utf8'));
	rmSync(folder, {recursive: true, force: true});
	assert.equal(document.cases.length, 7);
	assert.deepEqual(
		[document.cases[0].scenario, document.cases[0].expected, document.cases[0].trace.length],
		['C34-range-returned-before-flush', 'violated', 10],
	);
	stage.dispose();
});
