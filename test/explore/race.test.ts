import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {breadthFirst} from '../../source/explore/breadth-first.ts';
import {explore} from '../../source/explore/search.ts';
import {replay} from '../../source/explore/trace.ts';
import {systemOf} from './models/cells.ts';
import {type RaceOptions, race} from './models/race.ts';

/** Slots, CPUs, accesses; states, transitions and final states that other explorers confirmed. */
const sizes = [
	[2, 3, 1, 1_040, 2_332, 8],
	[2, 3, 2, 4_343, 10_994, 13],
	[2, 4, 1, 32_120, 101_560, 25],
	[3, 3, 1, 2_303, 5_373, 11],
	[3, 3, 2, 15_126, 39_631, 26],
	[3, 4, 1, 119_778, 387_355, 50],
] as const;

const unbounded = {
	states: Number.POSITIVE_INFINITY,
	deadline: Number.POSITIVE_INFINITY,
	memoryBytes: Number.POSITIVE_INFINITY,
};

describe('the slot race', () => {
	for (const [slots, cpus, accesses, states, transitions, finals] of sizes) {
		it(`has ${states} states with ${slots} slots, ${cpus} CPUs, ${accesses} accesses`, () => {
			const system = systemOf(race({slots, faulting: cpus - 2, accesses}));
			const report = explore(system, {reduction: false, livelocks: false});
			assert.equal(report.verdict, 'holds');
			assert.deepEqual([report.states, report.transitions, report.finals], [states, transitions, finals]);
		});
	}

	it('is the same to the breadth-first search', () => {
		const result = breadthFirst(systemOf(race({slots: 2, faulting: 2, accesses: 1})), {
			bounds: unbounded,
			merge: false,
			maxDepth: Number.POSITIVE_INFINITY,
			edges: true,
			failed: () => false,
			tick: () => false,
		});
		const {count, ready, target} = result.graph;
		const finals = ready.array.subarray(0, count).filter(mask => mask === 0).length;
		assert.deepEqual(
			[result.ended, count, result.transitions, target.length, finals],
			['end', 32_120, 101_560, 101_560, 25],
		);
	});

	const base: RaceOptions = {slots: 2, faulting: 2, accesses: 1};
	const bugs: {name: string; options: RaceOptions; property: string; steps: number}[] = [
		{
			name: 'check, then a plain store',
			options: {...base, plain: true},
			property: 'valid-to-valid',
			steps: 5,
		},
		{
			name: 'write lost through a stale translation',
			options: {...base, stale: true},
			property: 'lost-write',
			steps: 10,
		},
		{
			name: 'the same with an old page mapped first',
			options: {...base, stale: true, old: true},
			property: 'lost-write',
			steps: 9,
		},
		{
			name: 'break-before-make when the allocator installs',
			options: {...base, breakBeforeMake: true},
			property: 'break-before-make',
			steps: 9,
		},
		{
			name: 'release before the flush',
			options: {...base, early: true},
			property: 'use-after-free',
			steps: 11,
		},
		{
			name: 'walk and fill split',
			options: {...base, split: true},
			property: 'use-after-free',
			steps: 16,
		},
	];
	for (const {name, options, property, steps} of bugs) {
		for (const reduction of [true, false]) {
			it(`${name}: ${steps} steps${reduction ? '' : ', without reduction'}`, () => {
				const system = systemOf(race(options));
				const {failure} = explore(system, {reduction});
				assert.deepEqual(
					[failure?.failure.property, failure?.schedule.length, failure?.shortest],
					[property, steps, true],
				);
				const again = replay(system, failure?.schedule ?? []);
				assert.equal(again.end === 'complete' && again.failure?.property, property);
			});
		}
	}

	it('loses no write when the flush is under the lock', () => {
		const options: RaceOptions = {...base, lockedFlush: true, stale: true};
		assert.equal(explore(systemOf(race(options)), {livelocks: false}).verdict, 'holds');
	});

	it('lets the allocator and one faulting CPU chase each other for ever', () => {
		const system = systemOf(race({...base, progress: true}));
		const {verdict, failure, livelocks} = explore(system);
		assert.deepEqual([verdict, failure?.failure.property], ['violated', 'livelock']);
		// One of the components has the allocator and a single faulting CPU in it, and no other one needs the freeing CPU.
		assert.ok(livelocks.some(one => one.processes.join() === '0,2'));
		for (const {stem, cycle, processes} of livelocks) {
			assert.ok(processes.includes(0) && !processes.includes(1), processes.join());
			assert.equal(replay(system, stem).end, 'complete');
			const before = system.snapshot();
			const position = system.position();
			assert.equal(replay(system, cycle).end, 'complete');
			assert.deepEqual(system.snapshot(), before);
			system.rollback(position - stem.length);
		}
	});
});
