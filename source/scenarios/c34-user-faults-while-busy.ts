import type {Scenario} from './scenario.ts';

/** What a fix of C34 has to ask in the user's fault, and the core does not. */
export const c34UserFaultsWhileBusy: Scenario = {
	id: 'C34-user-faults-while-busy',
	title: 'the user faults on a page while a program frees it, and the range tree has to tell afterwards',
	claims: ['C34', 'C18'],
	file: 'c34-user-faults-while-busy.c',
	setup: 'c34_busy_setup',
	processes: [
		{name: 'free', function: 'c34_busy_free', role: 'cpu'},
		{name: 'user', function: 'c34_busy_user', role: 'cpu'},
	],
	finish: 'c34_busy_finish',
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 3.1',
		},
		{
			variants: ['VF34', 'VF34q', 'VF35'],
			expected: 'holds',
			reference: 'C34, candidate: busy until after the flush, for the user as well',
		},
		{expected: 'holds', reference: 'C18: lookup, claim and set are atomic against free'},
	],
	programs: ['churn'],
	counters: ['double_frees'],
	limits:
		'Ranges that a program has reserved are busy with empty entries too, and the user may fault there. The lab has none.',
};
