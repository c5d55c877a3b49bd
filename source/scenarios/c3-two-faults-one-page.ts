import type {Scenario} from './scenario.ts';

/** Two CPUs touch a page that nobody has allocated. */
export const c3TwoFaultsOnePage: Scenario = {
	id: 'C3-two-faults-one-page',
	title: 'two CPUs touch a page that nobody has allocated',
	claims: ['C3', 'C16'],
	file: 'c3-two-faults-one-page.c',
	processes: [
		{name: 'first', function: 'c3_first', role: 'cpu'},
		{name: 'second', function: 'c3_second', role: 'cpu'},
	],
	finish: 'c3_finish',
	properties: ['entry-overwritten'],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{
			variants: ['V0'],
			expected: 'violated',
			property: 'oops',
			reference: 'before the series nothing recovers; C42',
		},
		{variants: ['VR'], expected: 'holds', reference: 'VR has no empty entry, so nothing faults'},
		{expected: 'holds', reference: 'C3'},
	],
	programs: ['one-past-end', 'wild-pointer'],
	counters: ['scratch_installs', 'try_set_lost'],
};
