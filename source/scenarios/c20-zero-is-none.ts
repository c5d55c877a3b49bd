import type {Scenario} from './scenario.ts';

/** What the helper's condition is, against what its contract says. */
export const c20ZeroIsNone: Scenario = {
	id: 'C20-zero-is-none',
	title: 'the helper is asked to fill an entry that pte_none() takes for empty',
	claims: ['C20'],
	file: 'c20-zero-is-none.c',
	processes: [
		{name: 'install', function: 'c20_try', role: 'cpu'},
		{name: 'hardware', function: 'c20_hardware', role: 'environment'},
	],
	properties: [],
	environment: ['stray-accessed-dirty'],
	archs: ['x86_64', 'arm64', 'riscv64', 's390x', 'generic'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [
		{archs: ['x86_64'], expected: 'violated', property: 'expectation', reference: 'C20, note in V3'},
		{archs: ['arm64'], expected: 'holds', reference: 'C20; 16deef8de06e'},
		{
			archs: ['s390x'],
			expected: 'violated',
			property: 'expectation',
			reference: 'arch-facts 2: empty is 0x400',
		},
		{expected: 'holds', reference: 'arch-facts 2.1: empty is zero, and nothing else'},
	],
	programs: [],
	counters: ['try_set_lost'],
	limits:
		"The variants do not differ here: the helper is the architecture's. Of those without one it is only the condition that is " +
		'looked at, not what a walker needs after the store.',
};
