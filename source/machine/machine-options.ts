/**
 * Checks what a machine is asked to be made of against the image it would run.
 */
import type {ImageManifest} from '../compiler/image.ts';
import type {MachineOptions} from './lab.ts';
import {maximumCpus, programSlots} from './layout.ts';

/** Throws with one line that names the wrong option and what it may be. */
export function checkMachineOptions(options: MachineOptions, manifest: ImageManifest): void {
	const {variant, cpus, seed, chaos, programs, violationThreshold} = options;

	if (!manifest.variants.includes(variant)) {
		throw new Error(`unknown variant ${variant}: there are ${manifest.variants.join(', ')}`);
	}

	const count = Object.keys(manifest.programs).length;

	if (count > programSlots) {
		throw new Error(
			`the image has ${count} programs, a machine has room for ${programSlots}: name fewer C files`,
		);
	}

	for (const program of programs) {
		checkProgram(program, manifest);
	}

	checkRange('cpus', cpus, 1, maximumCpus);
	checkRange('seed', seed, 0, 0xffff_ffff);
	checkRange('chaos', chaos, 0, 1024);
	checkRange('violationThreshold', violationThreshold, 0, 0xffff_ffff);
}

/** Throws when the image has no such program. */
export function checkProgram(program: string, manifest: ImageManifest): void {
	if (!Object.hasOwn(manifest.programs, program)) {
		throw new Error(`unknown program ${program}: there are ${Object.keys(manifest.programs).join(', ')}`);
	}
}

/** Throws when an option is not a whole number in a range, ends included. */
export function checkRange(name: string, value: number, low: number, high: number): void {
	if (!Number.isInteger(value) || value < low || value > high) {
		throw new Error(`${name} is ${value}: it must be a whole number from ${low} to ${high}`);
	}
}
