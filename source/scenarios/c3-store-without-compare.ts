import type {Scenario} from './scenario.ts';

/** What the compare in compare-and-set is for: the page that came in between would be gone. */
export const c3StoreWithoutCompare: Scenario = {
	id: 'C3-store-without-compare',
	title: 'scratch is installed by a look and a store, without the lock, while the page is allocated',
	claims: ['C3'],
	file: 'c3-store-without-compare.c',
	processes: [
		{name: 'allocate', function: 'c3_allocate', role: 'cpu'},
		{name: 'install', function: 'c3_look_and_store', role: 'cpu'},
	],
	properties: ['entry-overwritten'],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [{expected: 'violated', property: 'entry-overwritten', reference: 'C3, condition dropped'}],
	programs: [],
	counters: [],
};
