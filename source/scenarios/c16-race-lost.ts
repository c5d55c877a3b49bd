import type {Scenario} from './scenario.ts';

/** Two CPUs fault on one page, and each has at most one fault. */
export const c16RaceLost: Scenario = {
	id: 'C16-race-lost',
	title: 'two CPUs fault on one page, and each has at most one fault',
	claims: ['C16', 'C3'],
	file: 'c16-race-lost.c',
	processes: [
		{name: 'first', function: 'c16_touch', role: 'cpu'},
		{name: 'second', function: 'c16_touch', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte'],
	expectations: [
		{
			variants: ['V0'],
			expected: 'violated',
			property: 'oops',
			reference: 'before the series nothing recovers; C42',
		},
		{variants: ['VR'], expected: 'holds', reference: 'VR has no empty entry, so nothing faults'},
		{variants: ['Vt'], expected: 'holds', reference: 'C16'},
		{
			variants: ['VF22', 'VF35'],
			archs: ['arm64-nocontpte'],
			expected: 'violated',
			property: 'oops',
			reference: 'C22, candidate: without the helper recovery is an oops',
		},
		{
			archs: ['arm64-nocontpte'],
			expected: 'violated',
			property: 'livelock',
			reference: 'C16: "unless the helper fails without any winner"; C22',
		},
		{expected: 'holds', reference: 'C16'},
	],
	programs: ['one-past-end'],
	counters: ['try_set_lost', 'refaults'],
};
