import type {Scenario} from './scenario.ts';

/** The walk in the handler makes what it misses, which the handler may not do. */
export const c4TableMissing: Scenario = {
	id: 'C4-table-missing',
	title: 'a fault where the table that would hold the entry was not made with the map',
	claims: ['C4'],
	file: 'c4-table-missing.c',
	setup: 'c4_unhook_table',
	processes: [{name: 'fault', function: 'c4_fault_without_table', role: 'cpu'}],
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
		{
			variants: ['VR'],
			expected: 'violated',
			property: 'oops',
			reference: 'VR recovers nothing, and without a table nothing is mapped',
		},
		{expected: 'violated', property: 'wild-store', reference: 'C4, condition dropped'},
	],
	programs: [],
	counters: [],
	limits:
		'That the handler allocates shows as its store to a table above the entries, which never change once the map is there.',
};
