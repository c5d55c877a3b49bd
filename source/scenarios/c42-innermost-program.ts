import type {Scenario} from './scenario.ts';

/** The innermost program has the arena. */
export const c42InnermostProgram: Scenario = {
	id: 'C42-innermost-program',
	title:
		'kfuncs read pages that are not there for a program of this arena, inside and after one without an arena',
	claims: ['C42'],
	file: 'c42-innermost-program.c',
	processes: [{name: 'kfunc', function: 'c42_innermost', role: 'cpu'}],
	properties: ['violation-unreported'],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{variants: ['V0'], expected: 'violated', property: 'oops', reference: 'before the series: no recovery'},
		{
			variants: ['VR'],
			expected: 'violated',
			property: 'violation-unreported',
			reference: 'request for comments: no entry is empty, so nothing faults',
		},
		{expected: 'holds', reference: 'C42; arch-facts 1.7'},
	],
	programs: ['tracepoint-in-lock'],
	counters: ['violations'],
	limits: 'The machine has one arena: "another arena" is shown as none.',
};
