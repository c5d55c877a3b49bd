import type {Scenario} from './scenario.ts';

/** Set, on the erratum behind x86's pte_none(). */
export const c21StrayBitsAllocation: Scenario = {
	id: 'C21-stray-bits-allocation',
	title: 'a page is allocated while accessed and dirty bits appear in its empty entry',
	claims: ['C21', 'C20'],
	file: 'c21-stray-bits-allocation.c',
	processes: [
		{name: 'allocate', function: 'c21_allocate', role: 'cpu'},
		{name: 'hardware', function: 'c21_stray', role: 'environment'},
	],
	properties: [],
	environment: ['stray-accessed-dirty'],
	archs: ['x86_64', 'arm64'],
	variants: [
		...['V0', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{archs: ['arm64'], expected: 'holds', reference: 'C20: pte_none() is exactly zero; arch-facts 2'},
		{
			variants: ['V0', 'V1', 'Vt', 'V2', 'VM', 'VS'],
			expected: 'holds',
			reference: 'thread 3: set is a check for none and a plain store',
		},
		{variants: ['VF21', 'VF35'], expected: 'holds', reference: 'C21, candidate; thread 6.4'},
		{expected: 'violated', property: 'livelock', reference: 'C21'},
	],
	programs: ['churn', 'batch'],
	counters: ['try_set_lost', 'lockups'],
	limits:
		'That the bits appear is given; whether hardware has a reason to set them is asked by C21-late-bits-born-set and ' +
		'C21-late-bits-born-clear.',
};
