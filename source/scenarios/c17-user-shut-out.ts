import type {Scenario} from './scenario.ts';

/** The user task reads a page for the first time, long after a kernel access strayed to it. */
export const c17UserShutOut: Scenario = {
	id: 'C17-user-shut-out',
	title: 'the user task reads a page for the first time, long after a kernel access strayed to it',
	claims: ['C17'],
	file: 'c17-user-shut-out.c',
	processes: [{name: 'stray', function: 'c17_stray_once', role: 'cpu'}],
	finish: 'c17_user_afterwards',
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
			expected: 'violated',
			property: 'expectation',
			reference: 'C17, remark: a permanent SIGSEGV; section 6 no. 10 expects it',
		},
	],
	programs: ['wild-pointer'],
	counters: ['user_hit_scratch'],
};
