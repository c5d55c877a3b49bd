import assert from 'node:assert/strict';
import test, {suite} from 'node:test';
import {scenarios} from '../../source/scenarios/index.ts';
import {images, isCase, nameOf, run, scenarioById} from './kernel-helpers.ts';

const c34 = scenarioById('C34-range-returned-before-flush');

suite('a case', () => {
	test('is violated with the shortest trace, which names CPUs, functions, lines and what changed', async () => {
		const report = await run(c34, 'x86_64', 'VJ');
		assert.equal(report.verdict, 'violated');
		assert.equal(report.property, 'reaches-allocated');
		assert.equal(report.shortest, true);
		const last = report.trace.at(-1);
		assert.equal(last?.failure, 'reaches-allocated');
		assert.equal(report.processes[last?.cpu ?? -1], 'allocate');
		assert.ok(last?.stack.some(({function: name, file}) => name === 'kfunc_write' && file !== ''));
		const cleared = report.trace.flatMap(({changes}) => changes).filter(({name}) => name === 'pte[0]');
		assert.deepEqual(
			cleared.map(({after}) => after === 'none'),
			[true, false],
		);
	});

	test('holds when every interleaving was tried', async () => {
		const report = await run(c34, 'x86_64', 'VF34');
		assert.equal(report.verdict, 'holds');
		assert.equal(report.limit, null);
		assert.ok(report.states > 50 && report.finals > 0, `${report.states} states, ${report.finals} ends`);
	});

	test('is bounded when a limit comes first, and says which', async () => {
		const report = await run(c34, 'x86_64', 'VF34', {limits: {states: 20}});
		assert.equal(report.verdict, 'bounded');
		assert.equal(report.limit, 'states');
	});

	test('is sampled when only some schedules were tried, and says which', async () => {
		const simulate = {runs: 50, seed: 7, schedule: 'random', depth: 3} as const;
		const report = await run(c34, 'x86_64', 'VF34', {simulate});
		assert.equal(report.verdict, 'sampled');
		assert.deepEqual(report.sampled, {runs: 50, seed: 7, schedule: 'random', depth: 3, run: null});
	});

	test('shows the final states with how they are reached', async () => {
		const report = await run(c34, 'x86_64', 'VF34', {outcomes: true});
		assert.ok(report.outcomes.length > 0);
		for (const {token, steps, state} of report.outcomes) {
			const played = await run(c34, 'x86_64', 'VF34', {}, token);
			assert.equal(played.trace.length, steps);
			const entry = played.trace.flatMap(({changes}) => changes).findLast(({name}) => name === 'pte[0]');
			assert.equal(entry?.after ?? 'none', state['pte[0]'] ?? 'none');
		}
	});

	test('has an error instead of a verdict where it cannot be run', async () => {
		const report = await run(c34, 'x86_64', 'VX');
		assert.match(report.error ?? '', /no variant 'VX'/);
	});
});

suite('a replay token', () => {
	test('gives the same steps, changes and failure again', async () => {
		const found = await run(c34, 'arm64', 'VM');
		const played = await run(c34, 'arm64', 'VM', {}, found.token ?? '');
		assert.deepEqual(played.trace, found.trace);
		assert.equal(played.property, found.property);
	});

	test('says at which step it parts where the kernel is another one', async () => {
		const found = await run(c34, 'x86_64', 'VJ');
		const played = await run(c34, 'x86_64', 'VF34', {}, found.token ?? '');
		assert.match(played.text, /^the replay parts at step \d+/);
		assert.ok(played.trace.length < found.trace.length);
	});

	test('is refused for another scenario', async () => {
		const found = await run(c34, 'x86_64', 'VJ');
		const other = scenarios.find(scenario => scenario !== c34 && isCase(scenario, 'x86_64', 'VJ'));
		assert.ok(other);
		const played = await run(other, 'x86_64', 'VJ', {}, found.token ?? '');
		assert.match(played.error ?? '', /another scenario/);
	});
});

test('every trace of VJ on x86_64, replayed, ends in the same failure', async () => {
	let traces = 0;
	for (const scenario of scenarios.filter(each => isCase(each, 'x86_64', 'VJ'))) {
		const found = await run(scenario, 'x86_64', 'VJ', {limits: {states: 20_000}});
		if (found.verdict !== 'violated' || found.cycle.length > 0) continue;
		traces++;
		const played = await run(scenario, 'x86_64', 'VJ', {}, found.token ?? '');
		assert.equal(played.property, found.property, nameOf(found));
		assert.deepEqual(played.trace, found.trace, nameOf(found));
	}
	assert.ok(traces > 5, `${traces} traces`);
});

test('an image has every scenario that is made for its architecture', async () => {
	for (const arch of ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic']) {
		const {manifest} = await images(arch);
		assert.equal(manifest.arch, arch);
		assert.ok(manifest.step.frames.length > 50);
	}
});
