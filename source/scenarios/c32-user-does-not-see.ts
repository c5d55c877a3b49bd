import type {Scenario} from './scenario.ts';

/** C32 as the user's task would notice it. */
export const c32UserDoesNotSee: Scenario = {
	id: 'C32-user-does-not-see',
	title: 'a kfunc writes to a page that was scratched, and the user task reads it',
	claims: ['C32', 'C9'],
	file: 'c32-user-does-not-see.c',
	processes: [{name: 'program', function: 'c32_user', role: 'cpu'}],
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
			reference: 'C9: the allocation is refused',
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
		{expected: 'violated', property: 'expectation', reference: 'C32: user mmap reads p, and it is not there'},
	],
	programs: ['one-past-end'],
	counters: ['stale_uses', 'corruptions'],
	limits: 'As C32-same-cpu: real TLBs evict.',
};
