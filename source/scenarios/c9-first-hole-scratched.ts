import type {Scenario} from './scenario.ts';

/** An allocation that takes any address, after a stray access to the first hole. */
export const c9FirstHoleScratched: Scenario = {
	id: 'C9-first-hole-scratched',
	title: 'an allocation that takes any address, after a stray access to the first hole',
	claims: ['C9'],
	file: 'c9-first-hole-scratched.c',
	processes: [{name: 'stray and allocate', function: 'c9_stray_then_allocate', role: 'cpu'}],
	finish: 'c9_try_anywhere_again',
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
		{variants: ['V1', 'Vt', 'V2', 'VM', 'VS'], expected: 'open', reference: 'C9, remark'},
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
	limits: 'For ever as in C9-scratched-page-refused.',
};
