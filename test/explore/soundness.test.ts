/**
 * Quiet memory and sleep sets against plain enumeration, on the real scenarios: with every access of every CPU a step and nothing
 * left out, the verdict and the set of final states are the same.
 */
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import test from 'node:test';
import {type Bench, setUpCase} from '../../source/explore/run-case.ts';
import {explore, type SearchReport} from '../../source/explore/search.ts';
import {scenarios} from '../../source/scenarios/index.ts';
import {images, isCase, plainOptions} from './kernel-helpers.ts';

/** States with reduction above which the plain enumeration would take too long for a test. */
const smallEnough = Number(process.env.PTELAB_SOUNDNESS_STATES ?? 70);

for (const [arch, variant] of [
	['x86_64', 'VJ'],
	['x86_64', 'VF35'],
	['arm64', 'VM'],
] as const) {
	test(`reduced search and plain enumeration agree on the small scenarios of ${variant}, ${arch}`, async t => {
		const image = await images(arch);
		let compared = 0;
		let states = 0;
		for (const scenario of scenarios.filter(each => isCase(each, arch, variant))) {
			const job = {scenario: scenario.id, arch, variant, options: plainOptions};
			const settings = {collectFinals: true, stop: 'all'} as const;
			const reduced = setUpCase(image, scenario, job);
			const quick = explore(reduced.stepper, {...settings, ...race(reduced), limits: {states: smallEnough}});
			if (quick.limit !== null) continue;
			const whole = setUpCase(image, scenario, {...job, options: {...plainOptions, reduction: false}});
			const plain = explore(whole.stepper, {...settings, ...race(whole), reduction: false});
			assert.equal(quick.verdict, plain.verdict, scenario.id);
			assert.deepEqual(
				quick.failures.map(({failure}) => failure.property).sort(),
				plain.failures.map(({failure}) => failure.property).sort(),
				scenario.id,
			);
			assert.deepEqual(endsOf(reduced, quick), endsOf(whole, plain), `final states of ${scenario.id}`);
			compared++;
			states += plain.states;
		}
		t.diagnostic(`${compared} scenarios, ${states} states enumerated`);
		assert.ok(compared >= 5, `${compared} scenarios were small enough`);
	});
}

/**
 * The final states of the machine: all of its memory, without the stacks. Of processes that have finished they are empty, and
 * where environment stands that goes on for ever is no part of an end.
 */
function endsOf({stepper, image}: Bench, {finalStates}: SearchReport): string[] {
	const {stackBase} = image.manifest.step;
	const start = stepper.position();
	const ends = new Set<string>();
	for (const schedule of finalStates.values()) {
		for (const {process, choice} of schedule) stepper.step(process, choice);
		const pairs = new Uint32Array(stepper.snapshot().buffer);
		const first = pairs.findIndex((word, index) => index % 2 === 0 && word >= stackBase);
		const machine = pairs.subarray(0, first < 0 ? pairs.length : first);
		ends.add(createHash('sha256').update(machine).digest('hex'));
		stepper.rollback(start);
	}
	return [...ends].sort();
}

function race({race: check}: ReturnType<typeof setUpCase>): {race?: NonNullable<typeof check>} {
	return check ? {race: check} : {};
}
