import type {Scenario} from './scenario.ts';

/** What a mapping for the user owes to the page. */
export const c3RuleUserReference: Scenario = {
	id: 'C3-rule-user-reference',
	title: 'ptep_try_set() maps a page for the user without a reference, and the page is freed',
	claims: ['C3'],
	file: 'c3-rule-user-reference.c',
	setup: 'c3_reference_setup',
	processes: [{name: 'lockless', function: 'c3_reference_use', role: 'cpu'}],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [
		{
			expected: 'violated',
			property: 'double-free',
			reference: 'arch-facts 4: rmap, reference counts; a raw compare-and-set does none',
		},
	],
	programs: [],
	counters: ['double_frees'],
	limits:
		'The variants do not differ here. Of reverse mappings, counters of the address space and LRU the lab has the reference only.',
};
