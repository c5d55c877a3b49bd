import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {MachineOptions} from '../../source/machine/lab.ts';
import {programSlots} from '../../source/machine/layout.ts';
import {checkMachineOptions} from '../../source/machine/machine-options.ts';
import {fakeImage} from './fake-image.ts';

const options: MachineOptions = {
	arch: 'x86_64',
	variant: 'works',
	cpus: 1,
	seed: 1,
	chaos: 0,
	programs: [],
	violationThreshold: 0,
};

/** A manifest with so many programs. */
function manifestWith(count: number) {
	const programs = Object.fromEntries(Array.from({length: count}, (_, index) => [`p${index}`, index + 1]));

	return {...fakeImage('x86_64', false).manifest, programs};
}

test('an image with as many programs as a machine has room for is taken', () => {
	assert.doesNotThrow(() => checkMachineOptions(options, manifestWith(programSlots)));
});

test('one program more would be written behind the table, and is refused', () => {
	assert.throws(
		() => checkMachineOptions(options, manifestWith(programSlots + 1)),
		/33 programs.*room for 32/,
	);
});
