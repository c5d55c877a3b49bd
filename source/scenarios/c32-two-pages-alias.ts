import type {Scenario} from './scenario.ts';

/** What a program would see of C32: two of its pages are one. */
export const c32TwoPagesAlias: Scenario = {
	id: 'C32-two-pages-alias',
	title: 'two pages are touched, allocated, and written to with different values',
	claims: ['C32', 'C9'],
	file: 'c32-two-pages-alias.c',
	processes: [{name: 'program', function: 'c32_alias', role: 'cpu'}],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: [
		...['VR', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{
			variants: ['V1', 'Vt', 'V2', 'VM', 'VS'],
			expected: 'holds',
			reference: 'C9: the allocations are refused',
		},
		{variants: ['VF32', 'VF32b', 'VF35'], expected: 'holds', reference: 'C32, candidate'},
		{
			variants: ['VR', 'Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7, C30: no flush at all',
		},
		{archs: ['arm64'], expected: 'holds', reference: 'C30; thread 6.1'},
		{expected: 'violated', property: 'expectation', reference: 'C32: two pages alias each other on that CPU'},
	],
	programs: ['one-past-end', 'guard-overrun', 'batch'],
	counters: ['stale_uses', 'corruptions'],
	limits: 'As C32-same-cpu: real TLBs evict, and then the two are apart again.',
};
