import type {Scenario} from './scenario.ts';

/** The map goes away with pages, a deferred free and scratch in it. */
export const c12DestroyWithScratch: Scenario = {
	id: 'C12-destroy-with-scratch',
	title: 'the map goes away with pages, a deferred free and scratch in it',
	claims: ['C12'],
	file: 'c12-destroy-with-scratch.c',
	processes: [
		{name: 'owner', function: 'c12_use_and_destroy', role: 'cpu'},
		{name: 'worker', function: 'c12_worker', role: 'worker'},
	],
	finish: 'c12_finish',
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
			variants: ['VR'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; VR repoints a live entry in every allocation',
		},
		{variants: ['VR'], expected: 'holds', reference: 'VR has no empty entry, so nothing faults'},
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"',
		},
		{expected: 'holds', reference: 'C12'},
	],
	programs: ['free-never-allocated', 'wild-pointer'],
	counters: ['scratch_installs', 'pages_freed', 'double_frees'],
	limits:
		'Nobody uses the map any more when it goes away, as the kernel sees to; what happens otherwise is not tried.',
};
