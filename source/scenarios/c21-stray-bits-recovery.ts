import type {Scenario} from './scenario.ts';

/** Recovery, on the erratum behind x86's pte_none(). */
export const c21StrayBitsRecovery: Scenario = {
	id: 'C21-stray-bits-recovery',
	title: 'a kernel access faults while accessed and dirty bits appear in the empty entry',
	claims: ['C21', 'C20', 'C23'],
	file: 'c21-stray-bits-recovery.c',
	processes: [
		{name: 'kfunc', function: 'c21_touch', role: 'cpu'},
		{name: 'hardware', function: 'c21_stray_recovery', role: 'environment'},
	],
	properties: [],
	environment: ['stray-accessed-dirty'],
	archs: ['x86_64', 'arm64'],
	variants: [
		...['V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{archs: ['arm64'], expected: 'holds', reference: 'C20: pte_none() is exactly zero; arch-facts 2'},
		{
			variants: ['Vt'],
			expected: 'holds',
			reference: 'thread 3: a check for none and a plain store, under the lock',
		},
		{variants: ['VF21', 'VF35'], expected: 'holds', reference: 'C21, candidate; thread 6.4'},
		{
			variants: ['VF22'],
			expected: 'violated',
			property: 'oops',
			reference: 'C23, candidate: what cannot be mended is an oops',
		},
		{expected: 'violated', property: 'livelock', reference: 'C21'},
	],
	programs: ['one-past-end', 'wild-pointer'],
	counters: ['refaults', 'lockups'],
	limits:
		'That the bits appear is given; whether hardware has a reason to set them is asked by C21-late-bits-born-set and ' +
		'C21-late-bits-born-clear.',
};
