import type {Scenario} from './scenario.ts';

/** One CPU allocates a page while another writes to it by mistake, where live entries may not be repointed. */
export const c7LiveEntryRepointed: Scenario = {
	id: 'C7-live-entry-repointed',
	title:
		'one CPU allocates a page while another writes to it by mistake, where live entries may not be repointed',
	claims: ['C7', 'C5'],
	file: 'c7-live-entry-repointed.c',
	processes: [
		{name: 'allocate', function: 'c7_allocate', role: 'cpu'},
		{name: 'stray', function: 'c7_stray', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['arm64'],
	expectations: [
		{
			variants: ['V0'],
			expected: 'violated',
			property: 'oops',
			reference: 'before the series nothing recovers; C42',
		},
		{
			variants: ['VR'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; VR repoints a live entry in every allocation',
		},
		{
			variants: ['V1', 'V2', 'VM', 'VS'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7, June changelog',
		},
		{variants: ['Vt'], expected: 'holds', reference: 'C7; Vt installs scratch under the lock'},
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{expected: 'holds', reference: 'C30, June fix'},
	],
	programs: ['free-while-kfunc', 'one-past-end'],
	counters: ['bbm_violations', 'set_overwrote_scratch'],
};
