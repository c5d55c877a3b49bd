import type {Scenario} from './scenario.ts';

/** The lower half of the guard is left to the oops. */
export const c41BelowArena: Scenario = {
	id: 'C41-below-arena',
	title: 'a kfunc reads the last word of the lower half of the guard',
	claims: ['C41'],
	file: 'c41-below-arena.c',
	processes: [{name: 'kfunc', function: 'c41_below', role: 'cpu'}],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{expected: 'violated', property: 'oops', reference: 'C41; arch-facts 1.7: lower guard excluded'},
	],
	programs: ['below-base'],
	counters: ['oopses'],
};
