import type {Scenario} from './scenario.ts';

/** The user task touches a page for the first time while a program frees it. */
export const c18UserFaultAgainstFree: Scenario = {
	id: 'C18-user-fault-against-free',
	title: 'the user task touches a page for the first time while a program frees it',
	claims: ['C18', 'C52'],
	file: 'c18-user-fault-against-free.c',
	setup: 'c18_setup',
	processes: [
		{name: 'free', function: 'c18_free', role: 'cpu'},
		{name: 'user', function: 'c18_user', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'riscv64', 'generic'],
	expectations: [
		{
			variants: ['VF34l'],
			archs: ['x86_64', 'generic'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"',
		},
		{expected: 'holds', reference: 'C18'},
	],
	programs: ['churn'],
	counters: ['user_faults', 'stale_uses'],
	limits:
		'That the user keeps the old page mapped is C52. Break-before-make is not checked: a new page before the flush is C34.',
};
