import type {Scenario} from './scenario.ts';

/** The same with CPUs that take up translations ahead of time, as real ones do. */
export const c6NeighbourSpeculates: Scenario = {
	id: 'C6-neighbour-speculates',
	title: 'the same where a CPU may take up a translation that it has not asked for',
	claims: ['C6', 'C5', 'C32'],
	file: 'c6-stray-stays-alone.c',
	processes: [
		{name: 'allocate', function: 'c6_own_page', role: 'cpu'},
		{name: 'stray', function: 'c6_stray_twice', role: 'cpu'},
	],
	properties: [],
	environment: ['speculative-fill'],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{
			variants: ['V0'],
			expected: 'violated',
			property: 'oops',
			reference: 'before the series nothing recovers; C42',
		},
		{
			variants: ['VR', 'V1', 'V2', 'VM', 'VS'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7',
		},
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{expected: 'open', reference: 'C6'},
	],
	programs: ['free-while-kfunc'],
	counters: ['set_overwrote_scratch', 'stale_uses'],
	limits:
		'What the stray accesses themselves reach is not judged, since behaviour at an unallocated address is not specified. ' +
		'A translation that was taken up ahead of time stays until a flush; on a real CPU it may go before it does harm.',
};
