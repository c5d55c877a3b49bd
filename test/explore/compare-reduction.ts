/** One case by the reduced search and by plain enumeration: what both must agree on. */
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {type Bench, setUpCase} from '../../source/explore/run-case.ts';
import {explore, type Finding, type SearchReport} from '../../source/explore/search.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';
import {images, plainOptions} from './kernel-helpers.ts';

/**
 * Verdict, broken properties and final states of memory are the same. Both searches go on after a failure, and of a step only the
 * first is kept: what is broken later by the same run may fall into the same step of the reduced one. Returns the states of both searches, or null where the reduced
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
	const [some, all] = [broken(quick), broken(plain)];
	assert.deepEqual(
		some.filter(property => !all.includes(property)),
		[],
		name,
	);
	const missing = plain.failures.filter(({failure}) => !some.includes(failure.property));
	for (const finding of missing) {
		assert.ok(breaksElseBefore(whole, finding), `${finding.failure.property} in ${name}`);
	}
	assert.deepEqual(endsOf(reduced, quick), endsOf(whole, plain), `final states of ${name}`);
	return {reduced: quick.states, plain: plain.states};
}

/** Whether the run that breaks a property has broken another one on its way. */
function breaksElseBefore({stepper}: Bench, {failure: {property}, schedule}: Finding): boolean {
	const start = stepper.position();
	const found = schedule.some(({process, choice}) => {
		stepper.step(process, choice);
		const failure = stepper.failure();
		return failure !== null && failure.property !== property;
	});
	stepper.rollback(start);
	return found;
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
