import type {Scenario} from './scenario.ts';

/** Recovery is for programs only. */
export const c42NoProgram: Scenario = {
	id: 'C42-no-program',
	title:
		'kernel code outside of any program reads a page that is not there, as a program does on another CPU',
	claims: ['C42'],
	file: 'c42-no-program.c',
	processes: [
		{name: 'kernel', function: 'c42_kernel', role: 'cpu'},
		{name: 'program', function: 'c42_program', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			expected: 'holds',
			reference: 'request for comments: no entry is empty, nothing faults',
		},
		{expected: 'violated', property: 'oops', reference: 'C42; arch-facts 1.7'},
	],
	programs: [],
	counters: ['oopses'],
};
