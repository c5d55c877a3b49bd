import type {Scenario} from './scenario.ts';

/** The caller keeps the table. */
export const c3RuleTableKept: Scenario = {
	id: 'C3-rule-table-kept',
	title: 'ptep_try_set() fills an entry of a table whose teardown waits for it',
	claims: ['C3', 'C4'],
	file: 'c3-rule-table-kept.c',
	setup: 'c3_kept_setup',
	processes: [
		{name: 'teardown', function: 'c3_kept_teardown', role: 'cpu'},
		{name: 'lockless', function: 'c3_kept_install', role: 'cpu'},
	],
	properties: ['freed-table'],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [{expected: 'holds', reference: 'C3; contract, 20 May: the caller prevents teardown'}],
	programs: [],
	counters: [],
	limits:
		'The wait is a word of the scenario; a kernel would have RCU, a lock, or, as the arena, a table that lives as long as its map.',
};
