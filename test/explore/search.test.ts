import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {explore} from '../../source/explore/search.ts';
import {replay} from '../../source/explore/trace.ts';
import {systemOf} from './models/cells.ts';
import {programs} from './models/program.ts';
import {race} from './models/race.ts';
import {toys} from './models/toys.ts';

const small = {slots: 2, faulting: 2, accesses: 1};

describe('explore', () => {
	for (const toy of toys) {
		for (const reduction of [true, false]) {
			it(`${toy.name}: ${toy.property ?? 'holds'}${reduction ? '' : ', without reduction'}`, () => {
				const system = systemOf(toy.model);
				const start = system.snapshot();
				const report = explore(system, {reduction});
				assert.equal(report.verdict, toy.property ? 'violated' : 'holds');
				assert.equal(report.failure?.failure.property ?? null, toy.property);
				assert.equal(report.failure?.schedule.length, toy.steps);
				assert.deepEqual(system.snapshot(), start, 'the system must stand where it stood');
				if (!report.failure) return;
				assert.equal(report.failure.shortest, true);
				const again = replay(system, report.failure.schedule);
				assert.equal(again.end, 'complete');
				const broken = again.end === 'complete' ? again.failure?.property : undefined;
				assert.equal(broken, toy.property === 'livelock' ? undefined : toy.property);
			});
		}
	}

	it('counts states, steps and ends of two independent processes', () => {
		const step = {do: 'store', value: 1} as const;
		const model = programs({
			shared: 2,
			registers: 1,
			programs: [
				[
					{...step, at: 0},
					{...step, at: 0},
				],
				[{...step, at: 1}],
			],
		});
		const plain = explore(systemOf(model), {reduction: false});
		assert.deepEqual([plain.states, plain.transitions, plain.finals, plain.depth], [6, 7, 1, 3]);
		const reduced = explore(systemOf(model));
		assert.deepEqual([reduced.states, reduced.transitions, reduced.finals], [4, 3, 1]);
		assert.equal(reduced.reduction, 'persistent');
	});

	it('ends as bounded and names the limit', () => {
		const cases = [
			{limits: {states: 100}, limit: 'states'},
			{limits: {milliseconds: 0}, limit: 'time'},
			{limits: {memoryBytes: 1}, limit: 'memory'},
		] as const;
		for (const {limits, limit} of cases) {
			const report = explore(systemOf(race(small)), {limits, reduction: false});
			assert.deepEqual([report.verdict, report.limit], ['bounded', limit]);
			assert.equal(report.cyclic, null);
		}
	});

	it('is not bounded by a limit it just keeps', () => {
		const report = explore(systemOf(race({...small, faulting: 1})), {
			reduction: false,
			livelocks: false,
			limits: {states: 1040},
		});
		assert.deepEqual([report.verdict, report.limit, report.states], ['holds', null, 1040]);
	});

	it('reports a violation found before a limit, and whether it is known to be the shortest', () => {
		const system = systemOf(race({...small, early: true}));
		const found = explore(system, {reduction: false, limits: {states: 2_000}});
		const whole = explore(system, {reduction: false});
		assert.deepEqual([found.verdict, found.failure?.shortest], ['violated', false]);
		assert.deepEqual([whole.verdict, whole.failure?.shortest], ['violated', true]);
		assert.ok((found.failure?.schedule.length ?? 0) > 11);
	});

	it('finds every kind of failure when told to go on', () => {
		const model = programs({
			shared: 1,
			registers: 1,
			programs: [
				[
					{do: 'load', at: 0, register: 0},
					{do: 'assert', register: 0, not: 1},
					{do: 'await', at: 0, value: 2},
				],
				[{do: 'store', at: 0, value: 1}],
			],
		});
		const report = explore(systemOf(model), {stop: 'all'});
		const kinds = report.failures.map(one => [one.failure.property, one.schedule.length]);
		assert.deepEqual(kinds.sort(), [
			['assert', 2],
			['deadlock', 2],
		]);
	});

	it('gives progress and can be ended by it', () => {
		const seen: string[] = [];
		const report = explore(systemOf(race({slots: 3, faulting: 2, accesses: 2})), {
			progress(progress) {
				assert.ok(progress.states > 0 && progress.depth > 0 && progress.left >= 0);
				assert.ok(progress.done >= 0 && progress.done <= 1, `${progress.done} done`);
				seen.push(progress.pass);
				return true;
			},
		});
		assert.deepEqual([report.verdict, report.limit, seen], ['bounded', 'time', ['walk']]);
	});

	it('refuses more processes than it can tell apart', () => {
		const system = {...systemOf(race(small)), processes: 31};
		assert.throws(() => explore(system), /31 processes are too many/);
	});
});
