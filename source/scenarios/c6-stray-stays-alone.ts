import type {Scenario} from './scenario.ts';

/** A page is allocated while another CPU strays to it and never has a right to it. */
export const c6StrayStaysAlone: Scenario = {
	id: 'C6-stray-stays-alone',
	title: 'a page is allocated while another CPU strays to it and never has a right to it',
	claims: ['C6', 'C5'],
	file: 'c6-stray-stays-alone.c',
	processes: [
		{name: 'allocate', function: 'c6_own_page', role: 'cpu'},
		{name: 'stray', function: 'c6_stray_twice', role: 'cpu'},
	],
	properties: [],
	environment: [],
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
		'That the CPU which allocates has not taken up scratch on its own account is given here, not in C6-neighbour-speculates.',
};
