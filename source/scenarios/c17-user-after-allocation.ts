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
		{expected: 'open', reference: 'C17, remark; C9'},
	],
	programs: ['one-past-end'],
	counters: ['user_hit_scratch', 'set_refused_scratch'],
};
