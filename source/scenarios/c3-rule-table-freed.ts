import type {Scenario} from './scenario.ts';

/** The caller keeps the table, and here nobody does. */
export const c3RuleTableFreed: Scenario = {
	id: 'C3-rule-table-freed',
	title: 'ptep_try_set() fills an entry of a table that is being torn down',
	claims: ['C3', 'C4'],
	file: 'c3-rule-table-freed.c',
	setup: 'c3_table_setup',
	processes: [
		{name: 'teardown', function: 'c3_table_teardown', role: 'cpu'},
		{name: 'lockless', function: 'c3_table_install', role: 'cpu'},
	],
	properties: ['freed-table'],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [
		{
			expected: 'violated',
			property: 'freed-table',
			reference: 'contract, 20 May: the caller prevents teardown; arch-facts 1.2, 4',
		},
	],
	programs: [],
	counters: [],
	limits:
		'The table hangs from a word of the scenario and not from a real upper level: those never change in the explorer. The order ' +
		'of steps is that of a teardown.',
};
