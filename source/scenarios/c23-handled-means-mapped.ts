import type {Scenario} from './scenario.ts';

/** The root of C21 and C22: what the hook returns. */
export const c23HandledMeansMapped: Scenario = {
	id: 'C23-handled-means-mapped',
	title: 'the fault hook recovers one address and says "handled"',
	claims: ['C23', 'C22', 'C21'],
	file: 'c23-handled-means-mapped.c',
	setup: 'c23_setup',
	processes: [{name: 'fault', function: 'c23_recover', role: 'cpu'}],
	properties: [],
	environment: ['stray-accessed-dirty'],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte'],
	variants: [
		...['V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{archs: ['arm64'], expected: 'holds', reference: 'C20, C22: the helper can fill what is none'},
		{variants: ['Vt'], expected: 'holds', reference: 'thread 3, Vt: a plain store under the lock'},
		{variants: ['VF22', 'VF35'], expected: 'holds', reference: 'C22 and C23, candidate'},
		{variants: ['VF21'], archs: ['x86_64'], expected: 'holds', reference: 'C21, candidate'},
		{
			archs: ['arm64-nocontpte'],
			expected: 'violated',
			property: 'expectation',
			reference: 'C22, C23; arch-facts 1.5, 1.7',
		},
		{expected: 'violated', property: 'expectation', reference: 'C21, C23; arch-facts 1.7, 1.14'},
	],
	programs: ['one-past-end', 'wild-pointer'],
	counters: ['refaults', 'lockups'],
	limits:
		'Nobody comes in between here. With others about, an entry may be empty again though it was filled, or its stray bits may ' +
		'have changed under an attempt that would have filled it: to say "handled" is right then.',
};
