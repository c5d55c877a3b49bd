import type {Scenario} from './scenario.ts';

/** What a plain writer costs the atomic one. */
export const c3RulePlainWriterLoses: Scenario = {
	id: 'C3-rule-plain-writer-loses',
	title: 'ptep_try_set() installs between the check and the plain store of another writer',
	claims: ['C3', 'C5', 'C7'],
	file: 'c3-rule-plain-writer-loses.c',
	processes: [
		{name: 'two steps', function: 'c3_two_steps', role: 'cpu'},
		{name: 'one step', function: 'c3_one_step', role: 'cpu'},
	],
	finish: 'c3_one_step_kept',
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [
		{
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7: what is overwritten is live',
		},
		{
			expected: 'violated',
			property: 'expectation',
			reference: 'contract, 20 May: the caller handles writers that are not atomic; arch-facts 1.2',
		},
	],
	programs: [],
	counters: ['set_overwrote_scratch'],
	limits:
		"The variants do not differ here: both writers are the scenario's. The same in an allocation is C5.",
};
