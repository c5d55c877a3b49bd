import type {Scenario} from './scenario.ts';

/** The table's lock is a protocol, and a lockless writer is not part of it. */
export const c3RuleUserTable: Scenario = {
	id: 'C3-rule-user-table',
	title: 'ptep_try_set() fills an entry of a user table while the user faults there',
	claims: ['C3'],
	file: 'c3-rule-user-table.c',
	setup: 'c3_user_setup',
	processes: [
		{name: 'user', function: 'c3_user_fault', role: 'cpu'},
		{name: 'lockless', function: 'c3_user_install', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [
		{
			expected: 'violated',
			property: 'page-leak',
			reference: 'arch-facts 4: the lock is the protocol; references are lost; contract, 20 May',
		},
	],
	programs: [],
	counters: [],
	limits:
		"The variants do not differ here: the helper is the architecture's. Of reverse mappings the lab has the reference only.",
};
