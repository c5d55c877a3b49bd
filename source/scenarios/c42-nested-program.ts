import type {Scenario} from './scenario.ts';

/** The innermost program has no arena. */
export const c42NestedProgram: Scenario = {
	id: 'C42-nested-program',
	title:
		'kernel code for a program without an arena, started inside one of this arena, reads a page that is not there',
	claims: ['C42'],
	file: 'c42-nested-program.c',
	processes: [{name: 'kfunc', function: 'c42_nested', role: 'cpu'}],
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
	programs: ['tracepoint-in-lock'],
	counters: ['oopses'],
	limits: 'The machine has one arena: "another arena" is shown as none.',
};
