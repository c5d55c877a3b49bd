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
