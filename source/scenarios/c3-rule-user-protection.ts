import type {Scenario} from './scenario.ts';

/** What hardware's accessed and dirty bits have to do with it: a user's entry may be empty for a moment. */
export const c3RuleUserProtection: Scenario = {
	id: 'C3-rule-user-protection',
	title: 'ptep_try_set() meets a user entry that is taken out to change its accessed bit',
	claims: ['C3'],
	file: 'c3-rule-user-protection.c',
	setup: 'c3_protection_setup',
	processes: [
		{name: 'change', function: 'c3_protection_change', role: 'cpu'},
		{name: 'lockless', function: 'c3_protection_install', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [
		{
			expected: 'violated',
			property: 'page-leak',
			reference: 'arch-facts 4: hardware accessed and dirty bits; none is not the only empty state',
		},
	],
	programs: [],
	counters: [],
	limits:
		'The variants do not differ here. Other states that are not present and not empty (swap, migration, markers) the lab does ' +
		'not have; the helper leaves those alone.',
};
