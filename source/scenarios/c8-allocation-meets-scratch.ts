import type {Scenario} from './scenario.ts';

/** A page is scratched and then allocated, with nobody else about. */
export const c8AllocationMeetsScratch: Scenario = {
	id: 'C8-allocation-meets-scratch',
	title: 'a page is scratched and then allocated, with nobody else about',
	claims: ['C8', 'C9'],
	file: 'c8-allocation-meets-scratch.c',
	processes: [{name: 'stray and allocate', function: 'c8_allocate', role: 'cpu'}],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{
			variants: ['V0'],
			expected: 'violated',
			property: 'oops',
			reference: 'before the series nothing recovers; C42',
		},
		{
			variants: ['VR'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; VR repoints a live entry in every allocation',
		},
		{variants: ['VR'], expected: 'holds', reference: 'VR has no empty entry, so nothing faults'},
		{
			variants: ['V1', 'Vt', 'V2', 'VM', 'VS'],
			expected: 'violated',
			property: 'expectation',
			reference: 'C8',
		},
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{expected: 'holds', reference: 'C9: the June fix takes scratch away'},
	],
	programs: ['one-past-end'],
	counters: ['set_refused_scratch', 'alloc_failures'],
};
