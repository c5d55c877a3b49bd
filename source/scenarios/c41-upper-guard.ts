import type {Scenario} from './scenario.ts';

/** What recovery covers beyond the window. */
export const c41UpperGuard: Scenario = {
	id: 'C41-upper-guard',
	title: 'a kfunc reads the first and the last word of the upper half of the guard',
	claims: ['C41', 'C44', 'C4'],
	file: 'c41-upper-guard.c',
	processes: [{name: 'kfunc', function: 'c41_upper', role: 'cpu'}],
	properties: ['violation-unreported'],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{variants: ['V0'], expected: 'violated', property: 'oops', reference: 'before the series: no recovery'},
		{
			variants: ['VR'],
			expected: 'violated',
			property: 'violation-unreported',
			reference: 'request for comments: no entry is empty, so nothing faults',
		},
		{expected: 'holds', reference: 'C41; arch-facts 1.7, 1.11'},
	],
	programs: ['one-past-end'],
	counters: ['scratch_installs', 'violations'],
	limits: 'The window has 8 pages instead of 4 GiB; the guard has its real size.',
};
