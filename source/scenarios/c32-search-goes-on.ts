import type {Scenario} from './scenario.ts';

/** The candidates that leave scratched pages to the worker, with the worker. */
export const c32SearchGoesOn: Scenario = {
	id: 'C32-search-goes-on',
	title: 'an allocation anywhere finds scratch in the first hole, with the worker and a stray access about',
	claims: ['C32', 'C9', 'C30'],
	file: 'c32-search-goes-on.c',
	processes: [
		{name: 'program', function: 'c32_search', role: 'cpu'},
		{name: 'kfunc', function: 'c32_stray', role: 'cpu'},
		{name: 'worker', function: 'run_worker', role: 'worker'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL', 'VF32', 'VF32b', 'VF35'],
	expectations: [
		{variants: ['VM'], expected: 'holds', reference: 'C9: the allocations are refused'},
		{variants: ['VF32', 'VF32b', 'VF35'], expected: 'holds', reference: 'C32, candidate'},
		{archs: ['arm64'], expected: 'holds', reference: 'C30; thread 6.1'},
		{expected: 'violated', property: 'reaches-allocated', reference: 'C32; thread 6.1'},
	],
	programs: ['one-past-end', 'churn'],
	counters: ['stale_uses', 'corruptions', 'alloc_failures'],
	limits: "The worker runs once. The second CPU's access is given up after one fault (C15).",
};
