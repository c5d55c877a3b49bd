import type {Scenario} from './scenario.ts';

/** Both ways of freeing at once, under the fixes of C34. */
export const c34DeferredAndDirect: Scenario = {
	id: 'C34-deferred-and-direct',
	title: 'one page is freed later and one now while another CPU allocates both again',
	claims: ['C34', 'C36'],
	file: 'c34-deferred-and-direct.c',
	setup: 'c34_mixed_setup',
	processes: [
		{name: 'free', function: 'c34_mixed_free', role: 'cpu'},
		{name: 'allocate', function: 'c34_mixed_allocate', role: 'cpu'},
		{name: 'worker', function: 'run_worker', role: 'worker'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['V0', 'VJ', 'VL', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	expectations: [
		{variants: ['VF34', 'VF34q', 'VF35'], expected: 'holds', reference: 'C34, candidate'},
		{variants: ['VF34l'], archs: ['arm64'], expected: 'holds', reference: 'C34, candidate'},
		{
			variants: ['VF34l'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 3.1',
		},
		{archs: ['arm64'], expected: 'violated', property: 'break-before-make', reference: 'C34, remark'},
		{expected: 'violated', property: 'reaches-allocated', reference: 'C34: the worker included'},
	],
	programs: ['churn', 'batch'],
	counters: ['deferred_frees', 'stale_uses', 'bbm_violations'],
};
