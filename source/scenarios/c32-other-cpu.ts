import type {Scenario} from './scenario.ts';

/** The counterexample with two CPUs, in which the one that allocates did nothing wrong. */
export const c32OtherCpu: Scenario = {
	id: 'C32-other-cpu',
	title: 'a CPU touches an unallocated page; another allocates it and hands it over',
	claims: ['C32', 'C6', 'C9'],
	file: 'c32-other-cpu.c',
	processes: [
		{name: 'kfunc', function: 'c32_touch', role: 'worker'},
		{name: 'allocate', function: 'c32_allocate', role: 'cpu'},
	],
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
			reference: 'C9: the allocation is refused, so there is nothing to hand over',
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
	programs: ['one-past-end', 'producer-consumer'],
	counters: ['stale_uses', 'split_views', 'corruptions'],
	limits:
		'The CPU that touched the page may wait for ever: where the allocation is refused, nobody hands anything over.',
};
