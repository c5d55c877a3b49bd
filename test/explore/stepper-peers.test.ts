/**
 * The slot race, written in C and compiled, at the granularity at which other explorers have enumerated it: the state graph must
 * have exactly the size that they found, by plain enumeration and by the search with reduction off, and the shortest traces
 * of its bugs as many steps.
 */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {explore} from '../../source/explore/search.ts';
import {createRace, raceBugs, raceSizes} from './peers-race.ts';
import {enumerate} from './step-helpers.ts';

const mostStates = 40_000;

for (const size of raceSizes.filter(({states}) => states <= mostStates)) {
	const {slots, cpus, accesses, ...expected} = size;
	test(`${slots} slots, ${cpus} CPUs, ${accesses} accesses each`, async () => {
		const stepper = await createRace(size);
		const lost: string[] = [];
		const {broken, ...found} = enumerate(stepper, () => {
			const failure = stepper.finalFailure();
			if (failure) lost.push(failure.property);
		});
		assert.deepEqual(found, expected);
		assert.deepEqual([...broken], []);
		assert.deepEqual(lost, []);

		const {verdict, states, transitions, finals} = explore(await createRace(size), {
			reduction: false,
			livelocks: false,
		});
		assert.deepEqual({verdict, states, transitions, finals}, {verdict: 'holds', ...expected});
	});
}

for (const {name, defines, property, steps} of raceBugs) {
	for (const reduction of [true, false]) {
		test(`${name}: ${steps} steps${reduction ? '' : ', without reduction'}`, async () => {
			const stepper = await createRace({slots: 2, cpus: 4, accesses: 1}, defines);
			const {failure} = explore(stepper, {reduction});
			assert.deepEqual(
				[failure?.failure.property, failure?.schedule.length, failure?.shortest],
				[property, steps, true],
			);
		});
	}
}
