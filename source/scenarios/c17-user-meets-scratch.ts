import type {Scenario} from './scenario.ts';

/** The user task reads a page for the first time while a kernel access strays to it. */
export const c17UserMeetsScratch: Scenario = {
	id: 'C17-user-meets-scratch',
	title: 'the user task reads a page for the first time while a kernel access strays to it',
	claims: ['C17'],
	file: 'c17-user-meets-scratch.c',
	processes: [
		{name: 'stray', function: 'c17_stray', role: 'cpu'},
		{name: 'user', function: 'c17_user', role: 'cpu'},
	],
	finish: 'c17_finish',
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
			variants: ['V1', 'V2', 'VM', 'VS'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7',
		},
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{expected: 'holds', reference: 'C17'},
	],
	programs: ['wild-pointer', 'one-past-end'],
	counters: ['user_hit_scratch'],
};
