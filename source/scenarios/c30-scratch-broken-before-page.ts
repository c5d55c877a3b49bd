import type {Scenario} from './scenario.ts';

/** The order of steps of the June fix, where the architecture demands one. */
export const c30ScratchBrokenBeforePage: Scenario = {
	id: 'C30-scratch-broken-before-page',
	title: 'a scratched page is allocated while another CPU touches it',
	claims: ['C30', 'C14', 'C9'],
	file: 'c30-scratch-broken-before-page.c',
	setup: 'c30_setup',
	processes: [
		{name: 'allocate', function: 'c30_allocate', role: 'cpu'},
		{name: 'kfunc', function: 'c30_touch', role: 'cpu'},
	],
	properties: [],
	environment: ['speculative-fill'],
	archs: ['arm64'],
	variants: [
		...['VR', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{
			variants: ['VR'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; thread 3, VR: a live entry is repointed',
		},
		{
			variants: ['Vd'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{
			variants: ['V1', 'Vt', 'V2', 'VM', 'VS'],
			expected: 'holds',
			reference: 'C9: the allocation is refused, so nothing is made',
		},
		{
			variants: ['VF32', 'VF35'],
			expected: 'holds',
			reference: 'C32, candidate: a scratched page is not allocated',
		},
		{expected: 'holds', reference: 'C30'},
	],
	programs: ['one-past-end', 'use-after-free'],
	counters: ['bbm_violations', 'split_views'],
	limits: 'An access that strays is given up after its first fault, or C15 would be all that is found.',
};
