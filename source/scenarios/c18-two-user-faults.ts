import type {Scenario} from './scenario.ts';

/** Two threads of the user task touch a page for the first time at once. */
export const c18TwoUserFaults: Scenario = {
	id: 'C18-two-user-faults',
	title: 'two threads of the user task touch a page for the first time at once',
	claims: ['C18'],
	file: 'c18-two-user-faults.c',
	processes: [
		{name: 'first', function: 'c18_first', role: 'cpu'},
		{name: 'second', function: 'c18_second', role: 'cpu'},
	],
	finish: 'c18_finish',
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			archs: ['arm64', 'arm64-nocontpte', 's390x'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; VR repoints a live entry in every allocation',
		},
		{expected: 'holds', reference: 'C18'},
	],
	programs: [],
	counters: ['user_faults', 'pages_allocated'],
};
