import type {Scenario} from './scenario.ts';

/** The counterexample that needs no second CPU. */
export const c32SameCpu: Scenario = {
	id: 'C32-same-cpu',
	title: 'a CPU touches an unallocated page, allocates it and uses it',
	claims: ['C32', 'C30', 'C9'],
	file: 'c32-same-cpu.c',
	processes: [{name: 'program', function: 'c32_same_cpu', role: 'cpu'}],
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
			reference: 'C9: the allocation is refused, so there is nothing to reach',
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
		{expected: 'violated', property: 'reaches-allocated', reference: 'C32; thread 6.1'},
	],
	programs: ['one-past-end', 'use-after-free'],
	counters: ['stale_uses', 'corruptions'],
	limits:
		'A kernel entry stays in the TLB until it is flushed or evicted. Real TLBs evict often, so the window is shorter there; it ' +
		'is not closed.',
};
