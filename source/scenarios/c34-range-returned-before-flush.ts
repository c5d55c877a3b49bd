import type {Scenario} from './scenario.ts';

/** The defect seen in the field (scx PR 3826). */
export const c34RangeReturnedBeforeFlush: Scenario = {
	id: 'C34-range-returned-before-flush',
	title: 'one CPU frees a page that another has used and allocates again at the same address',
	claims: ['C34', 'C33'],
	file: 'c34-range-returned-before-flush.c',
	setup: 'c34_setup',
	processes: [
		{name: 'free', function: 'c34_free', role: 'cpu'},
		{name: 'allocate', function: 'c34_allocate', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{variants: ['VF34', 'VF34q', 'VF35'], expected: 'holds', reference: 'C34, candidate'},
		{variants: ['VF34l'], archs: ['arm64'], expected: 'holds', reference: 'C34, candidate'},
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 3.1 kernel flush',
		},
		{archs: ['arm64'], expected: 'violated', property: 'break-before-make', reference: 'C34, remark'},
		{expected: 'violated', property: 'reaches-allocated', reference: 'C34, scx PR 3826'},
	],
	programs: ['churn', 'producer-consumer', 'batch', 'free-while-kfunc'],
	counters: ['stale_uses', 'split_views', 'bbm_violations', 'corruptions'],
};
