import type {Scenario} from './scenario.ts';

/** A page is scratched, and allocations of it are repeated when all else is over. */
export const c9ScratchedPageRefused: Scenario = {
	id: 'C9-scratched-page-refused',
	title: 'a page is scratched, and allocations of it are repeated when all else is over',
	claims: ['C9'],
	file: 'c9-scratched-page-refused.c',
	processes: [
		{name: 'stray', function: 'c9_stray', role: 'cpu'},
		{name: 'allocate', function: 'c9_allocate', role: 'cpu'},
	],
	finish: 'c9_try_again',
	properties: ['allocation-recovers'],
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
			property: 'allocation-recovers',
			reference: 'C9',
		},
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{expected: 'holds', reference: 'C9, June fix'},
	],
	programs: ['one-past-end', 'wild-pointer'],
	counters: ['set_refused_scratch', 'alloc_failures'],
	limits:
		'For ever means: three times more once nothing else can happen, with deferred work done before each. An attempt that fails leaves the entry, the range and the lock as it found them, so the next one fails too.',
};
