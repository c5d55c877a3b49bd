import type {Scenario} from './scenario.ts';

/** The same, and a program allocates the page before the user reads it. */
export const c17UserAfterAllocation: Scenario = {
	id: 'C17-user-after-allocation',
	title: 'the same, and a program allocates the page before the user reads it',
	claims: ['C17', 'C9'],
	file: 'c17-user-after-allocation.c',
	processes: [{name: 'stray and allocate', function: 'c17_stray_then_allocate', role: 'cpu'}],
	finish: 'c17_user_of_allocated',
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
		{variants: ['VR'], expected: 'open', reference: 'what VR does for the user is not known'},
		{
			variants: ['V1', 'Vt', 'V2', 'VM', 'VS'],
			expected: 'violated',
			property: 'expectation',
			reference: 'C17, remark; C9: the allocation that would end it is refused',
		},
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{expected: 'holds', reference: 'C17, remark: until BPF allocates that page'},
	],
	programs: ['one-past-end'],
	counters: ['user_hit_scratch', 'set_refused_scratch'],
};
