import type {Scenario} from './scenario.ts';

/** Atomic on one side only. */
export const c3RulePlainWriter: Scenario = {
	id: 'C3-rule-plain-writer',
	title: 'recovery fills an entry to which another writer stores plainly',
	claims: ['C3', 'C5'],
	file: 'c3-rule-plain-writer.c',
	processes: [
		{name: 'store', function: 'c3_plain_store', role: 'cpu'},
		{name: 'kfunc', function: 'c3_plain_fault', role: 'cpu'},
	],
	properties: ['data-race'],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [
		{
			expected: 'violated',
			property: 'data-race',
			reference: 'contract, 20 May: the caller handles writers that are not atomic; arch-facts 1.2',
		},
	],
	programs: [],
	counters: [],
	limits: 'A race is where the two can meet; what a compiler or a processor makes of it is not shown.',
};
