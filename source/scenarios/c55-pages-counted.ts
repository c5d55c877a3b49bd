import type {Scenario} from './scenario.ts';

/** The counter that the newest callbacks keep. */
export const c55PagesCounted: Scenario = {
	id: 'C55-pages-counted',
	title: 'pages are counted while allocations fail half-way, the user faults, and pages are freed twice',
	claims: ['C55'],
	file: 'c55-pages-counted.c',
	processes: [
		{name: 'program', function: 'c55_count_allocate', role: 'cpu'},
		{name: 'user', function: 'c55_count_user', role: 'cpu'},
	],
	finish: 'c55_count_finish',
	properties: [],
	environment: ['allocation-failure'],
	archs: ['x86_64', 'arm64'],
	variants: ['VL'],
	expectations: [
		{expected: 'holds', reference: 'section 6 no. 13: partial pages go through clear, "looks right"'},
	],
	programs: ['churn', 'double-free'],
	counters: [],
};
