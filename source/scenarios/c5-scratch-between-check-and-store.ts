import type {Scenario} from './scenario.ts';

/** One CPU allocates a page while another strays to it. */
export const c5ScratchBetweenCheckAndStore: Scenario = {
	id: 'C5-scratch-between-check-and-store',
	title: 'one CPU allocates a page while another strays to it',
	claims: ['C5'],
	file: 'c5-scratch-between-check-and-store.c',
	processes: [
		{name: 'allocate', function: 'c5_allocate', role: 'cpu'},
		{name: 'stray', function: 'c5_stray', role: 'cpu'},
	],
	properties: ['entry-overwritten'],
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
			variants: ['VR'],
			expected: 'violated',
			property: 'entry-overwritten',
			reference: 'VR puts every page in place of a live one; C7',
		},
		{
			variants: ['V1', 'V2', 'VM', 'VS'],
			expected: 'violated',
			property: 'entry-overwritten',
			reference: 'C5; C7 on arm64',
		},
		{variants: ['Vt'], expected: 'holds', reference: 'C5; Vt installs scratch under the lock'},
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{expected: 'holds', reference: 'C5: removed by the June fix'},
	],
	programs: ['free-while-kfunc', 'one-past-end'],
	counters: ['set_overwrote_scratch'],
};
