/**
 * The slot race at the granularity at which other explorers have enumerated it: the state graph must have exactly the
 * size that they found.
 */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {createStepper, type Stepper} from '../../source/explore/stepper.ts';
import {enumerate, stepImage} from './step-helpers.ts';

const text = readFileSync(new URL('./peers-race.c', import.meta.url), 'utf8');

/** Sizes of the full graph, found by Spin and by a breadth-first search written for the purpose. */
const rows = [
	{slots: 2, cpus: 3, accesses: 1, states: 1040, transitions: 2332, finals: 8},
	{slots: 2, cpus: 3, accesses: 2, states: 4343, transitions: 10_994, finals: 13},
	{slots: 3, cpus: 3, accesses: 1, states: 2303, transitions: 5373, finals: 11},
	{slots: 2, cpus: 4, accesses: 1, states: 32_120, transitions: 101_560, finals: 25},
];

for (const {slots, cpus, accesses, ...expected} of rows) {
	test(`${slots} slots, ${cpus} CPUs, ${accesses} accesses each`, async () => {
		const stepper = await createRace(slots, cpus, accesses);
		const lost: string[] = [];
		const {broken, ...found} = enumerate(stepper, () => {
			const failure = stepper.finalFailure();
			if (failure) lost.push(failure.property);
		});
		assert.deepEqual(found, expected);
		assert.deepEqual([...broken], []);
		assert.deepEqual(lost, []);
	});
}

async function createRace(slots: number, cpus: number, accesses: number): Promise<Stepper> {
	const faulting = cpus - 2;
	const image = await stepImage(
		`typedef _Bool bool;\n#define true 1\n#define false 0\n${text}`,
		['race_alloc', 'race_free', 'race_fault', 'race_finish'],
		{flags: [`-DNSLOT=${slots}`, `-DNFAULT=${faulting}`, `-DACC=${accesses}`]},
	);
	return createStepper({
		image,
		processes: [
			{function: 'race_alloc', argument: 0},
			{function: 'race_free', argument: 0},
			...Array.from({length: faulting}, (_unused, cpu) => ({function: 'race_fault', argument: cpu})),
		],
		finish: 'race_finish',
		properties: ['use-after-release', 'released-twice', 'page-overwritten', 'page-lost', 'lock-held'],
	});
}
