import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {explore} from '../../source/explore/search.ts';
import {runOnce, type SimulateOptions, simulate} from '../../source/explore/simulate.ts';
import {replay} from '../../source/explore/trace.ts';
import {systemOf} from './models/cells.ts';
import {type RaceOptions, race} from './models/race.ts';
import {toys} from './models/toys.ts';

const small: RaceOptions = {slots: 2, faulting: 2, accesses: 1};
const kinds: SimulateOptions[] = [
	{seed: 1, schedule: 'random'},
	{seed: 1, schedule: 'pct', depth: 3, length: 40},
];

describe('simulate', () => {
	for (const options of kinds) {
		it(`${options.schedule}: a clean one is sampled, never more`, () => {
			const report = simulate(systemOf(race(small)), options, 100);
			assert.deepEqual([report.verdict, report.runs, report.failed], ['sampled', 100, null]);
			assert.equal(report.chance === null, options.schedule === 'random');
			assert.ok(report.finals > 1 && report.finals <= 25, `${report.finals} ends`);
		});

		it(`${options.schedule}: finds a seeded bug, and the run can be made again from its number`, () => {
			const system = systemOf(race({...small, plain: true}));
			const start = system.snapshot();
			const {verdict, failed, runs} = simulate(system, options, 2_000);
			assert.equal(verdict, 'violated');
			assert.deepEqual(system.snapshot(), start);
			assert.equal(failed?.index, runs - 1);
			assert.deepEqual(runOnce(system, options, failed?.index ?? 0), failed);
			system.rollback(0);
			const again = replay(system, failed?.schedule ?? []);
			assert.equal(again.end === 'complete' && again.failure?.property, 'valid-to-valid');
		});

		it(`${options.schedule}: says nothing is wrong only where the search agrees`, () => {
			for (const toy of toys) {
				const report = simulate(systemOf(toy.model), {...options, mostSteps: 200, length: 6}, 300);
				if (toy.property === null) assert.equal(report.verdict, 'sampled', toy.name);
				if (toy.name === 'one that turns for ever') assert.equal(report.cutOff, 300);
				else if (toy.property && toy.property !== 'livelock')
					assert.equal(report.failed?.failure?.property, toy.property, toy.name);
			}
		});
	}

	for (const schedule of ['random', 'pct'] as const) {
		it(`${schedule}: any run can be made again from the seed and its number, with what was given or what is reported`, () => {
			const system = systemOf(race(small));
			const given: SimulateOptions = {seed: 9, schedule, depth: 4};
			const bad = systemOf(race({...small, stale: true}));
			const {settings, failed} = simulate(bad, given, 5_000);
			assert.deepEqual(Object.keys(settings).sort(), ['depth', 'length', 'mostSteps', 'schedule', 'seed']);
			for (const options of [given, settings]) {
				assert.deepEqual(runOnce(bad, options, failed?.index ?? -1), failed);
				bad.rollback(0);
			}
			// Every run, not only one that fails.
			const runs = [given, simulate(system, given, 1).settings].map(options =>
				[0, 1, 2, 40].map(index => {
					const run = runOnce(system, options, index);
					system.rollback(0);
					return run;
				}),
			);
			assert.deepEqual(runs[0], runs[1]);
			assert.equal(new Set(runs[0]?.map(run => JSON.stringify(run.schedule))).size, 4);
		});
	}

	it('PCT measures how long runs are, so that its change points lie in them', () => {
		const [short, long] = [1, 6].map(
			accesses =>
				simulate(systemOf(race({...small, accesses})), {seed: 1, schedule: 'pct'}, 1).settings.length,
		) as [number, number];
		assert.ok(short > 15 && short < 100 && long > short, `${short} and ${long} steps`);
	});

	it('estimates how much it has not seen', () => {
		const system = () => systemOf(race({...small, accesses: 2}));
		const ends = explore(system(), {reduction: false, livelocks: false}).finals;
		const seen: number[] = [];
		const few = simulate(system(), {seed: 3, schedule: 'random'}, 30, (_done, _steps, coverage) => {
			seen.push(coverage().finals);
			return false;
		});
		const many = simulate(system(), {seed: 3, schedule: 'random'}, 3_000);
		assert.deepEqual([seen.length, seen.at(-1)], [30, few.finals]);
		assert.ok(few.coverage.finals < ends && few.coverage.estimatedFinals > few.coverage.finals);
		assert.ok((few.coverage.unseenChance ?? 0) > (many.coverage.unseenChance ?? 1));
		assert.ok(many.coverage.unseenChance !== null && many.coverage.unseenChance < 0.02);
		assert.ok(
			Math.abs(many.coverage.estimatedFinals - ends) <= 4,
			`${many.coverage.estimatedFinals} of ${ends}`,
		);
		const none = simulate(system(), {seed: 3, schedule: 'random', mostSteps: 3}, 5);
		assert.deepEqual(none.coverage, {finals: 0, once: 0, unseenChance: null, estimatedFinals: 0});
	});

	it('gives other runs for another seed', () => {
		const system = systemOf(race(small));
		const schedules = [1, 2].map(seed => {
			const {schedule} = runOnce(system, {seed, schedule: 'random'}, 0);
			system.rollback(0);
			return JSON.stringify(schedule);
		});
		assert.notEqual(schedules[0], schedules[1]);
	});

	it('reaches with random schedules only ends that the search knows', () => {
		const ends = explore(systemOf(race({...small, faulting: 1})), {reduction: false}).finals;
		const report = simulate(systemOf(race({...small, faulting: 1})), {seed: 7, schedule: 'random'}, 2_000);
		assert.equal(report.finals, ends);
	});

	it('PCT of depth 1 changes no priority: a run is one process after the other, as far as they can', () => {
		const system = systemOf(race({...small, progress: true}));
		const {schedule} = runOnce(system, {seed: 3, schedule: 'pct', depth: 1}, 0);
		const switches = schedule.filter((move, at) => at > 0 && move.process !== schedule[at - 1]?.process);
		assert.ok(switches.length <= system.processes, `${switches.length} switches`);
	});

	it('refuses a depth that is none', () => {
		assert.throws(
			() => runOnce(systemOf(race(small)), {seed: 1, schedule: 'pct', depth: 0}, 0),
			/at least 1, not 0/,
		);
	});
});
