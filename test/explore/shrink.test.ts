import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {explore} from '../../source/explore/search.ts';
import {shrink} from '../../source/explore/shrink.ts';
import {simulate} from '../../source/explore/simulate.ts';
import {replay, type Schedule} from '../../source/explore/trace.ts';
import {systemOf} from './models/cells.ts';
import {randomSurroundings} from './models/generate.ts';
import {type RaceOptions, race} from './models/race.ts';

const base: RaceOptions = {slots: 2, faulting: 2, accesses: 2};

describe('shrink', () => {
	const bugs: [property: string, options: RaceOptions, shortest: number][] = [
		['valid-to-valid', {...base, plain: true}, 5],
		['lost-write', {...base, stale: true}, 10],
		['use-after-free', {...base, early: true}, 11],
	];
	for (const [property, options, shortest] of bugs) {
		it(`makes a random run shorter that ends in ${property}, and what is left breaks it too`, () => {
			const system = systemOf(race(options));
			const start = system.snapshot();
			const {failed} = simulate(system, {seed: 2, schedule: 'random'}, 5_000);
			const long = failed?.schedule ?? [];
			assert.equal(failed?.failure?.property, property);
			const short = shrink(system, long, property);
			assert.deepEqual(system.snapshot(), start);
			assert.ok(short.schedule.length < long.length, `${short.schedule.length} of ${long.length} steps`);
			assert.ok(short.schedule.length >= shortest && short.schedule.length <= shortest + 8);
			const again = replay(system, short.schedule);
			assert.deepEqual(again.end === 'complete' && again.failure, short.failure);
			assert.equal(short.complete, true);
		});
	}

	it('leaves no step that could be dropped alone', () => {
		const system = systemOf(race({...base, stale: true}));
		const {failed} = simulate(system, {seed: 4, schedule: 'random'}, 5_000);
		const {schedule} = shrink(system, failed?.schedule ?? [], 'lost-write');
		for (const at of schedule.keys()) {
			const less = schedule.filter((_, index) => index !== at);
			const result = replay(system, less);
			system.rollback(0);
			const broken = result.end === 'complete' && result.failures.some(one => one.property === 'lost-write');
			assert.equal(broken, false, `without step ${at}`);
		}
	});

	it('keeps to the property: of all that random systems break, races and ends among them', () => {
		const seen = new Set<string>();
		for (let index = 0; index < 150; index++) {
			const {model, race: check} = randomSurroundings(index);
			const system = systemOf(model);
			const {failed} = simulate(system, {seed: index, schedule: 'random', race: check, mostSteps: 200}, 30);
			if (!failed?.failure) continue;
			const {property} = failed.failure;
			const short = shrink(system, failed.schedule, property, {race: check});
			const again = replay(system, short.schedule, {race: check});
			system.rollback(0);
			assert.ok(again.end === 'complete' && again.failures.some(one => one.property === property));
			assert.ok(short.schedule.length <= failed.schedule.length);
			const least = explore(system, {race: check, stop: 'all', limits: {states: 5_000}}).failures.find(
				one => one.failure.property === property && one.shortest,
			);
			if (least) assert.ok(short.schedule.length >= least.schedule.length);
			seen.add(property);
		}
		assert.deepEqual([...seen].sort(), ['assert', 'data-race', 'deadlock', 'odd-end']);
	});

	it('stops after so many tries, and says so', () => {
		const system = systemOf(race({...base, stale: true}));
		const {failed} = simulate(system, {seed: 2, schedule: 'random'}, 5_000);
		const short = shrink(system, failed?.schedule ?? [], 'lost-write', {tries: 3});
		assert.deepEqual([short.tries, short.complete], [3, false]);
	});

	it('refuses a schedule that does not break the property', () => {
		const system = systemOf(race(base));
		const schedule: Schedule = [{process: 0, choice: 0}];
		assert.throws(() => shrink(system, schedule, 'lost-write'), /does not break 'lost-write'/);
	});
});
