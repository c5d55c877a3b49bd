/** One case by the reduced search and by plain enumeration: what both must agree on. */
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {type Bench, setUpCase} from '../../source/explore/run-case.ts';
import {explore, type SearchReport} from '../../source/explore/search.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';
import {images, plainOptions} from './kernel-helpers.ts';

/**
 * Verdict, broken properties and final states of memory are the same. Returns the states of both searches, or null where the reduced
 * one has more than `most`, or the plain one more than `mostPlain`.
 */
export async function compareReduction(
	scenario: Scenario,
	arch: string,
	variant: string,
	{most, mostPlain}: {most: number; mostPlain?: number},
): Promise<{reduced: number; plain: number} | null> {
	const image = await images(arch);
	const name = `${scenario.id} ${arch} ${variant}`;
	const job = {scenario: scenario.id, arch, variant, options: plainOptions};
	const settings = {collectFinals: true, stop: 'all'} as const;
	const reduced = setUpCase(image, scenario, job);
	const quick = explore(reduced.stepper, {...settings, ...race(reduced), limits: {states: most}});
	if (quick.limit !== null) return null;
	const whole = setUpCase(image, scenario, {...job, options: {...plainOptions, reduction: false}});
	const limits = mostPlain === undefined ? {} : {states: mostPlain};
	const plain = explore(whole.stepper, {...settings, ...race(whole), limits, reduction: false});
	if (plain.limit !== null) return null;
	assert.equal(quick.verdict, plain.verdict, name);
	assert.deepEqual(broken(quick), broken(plain), name);
	assert.deepEqual(endsOf(reduced, quick), endsOf(whole, plain), `final states of ${name}`);
	return {reduced: quick.states, plain: plain.states};
}

function broken({failures}: SearchReport): string[] {
	return failures.map(({failure}) => failure.property).sort();
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

function race({race: check}: Bench): {race?: NonNullable<typeof check>} {
	return check ? {race: check} : {};
}
