import type {Scenario} from './scenario.ts';

/** C34 where neither the one who frees nor the one who allocates holds an old translation. */
export const c34ThreeCpus: Scenario = {
	id: 'C34-three-cpus',
	title: 'a page is freed, allocated again by a second CPU and handed to a third that used the old one',
	claims: ['C34'],
	file: 'c34-three-cpus.c',
	setup: 'c34_three_setup',
	processes: [
		{name: 'free', function: 'c34_three_free', role: 'cpu'},
		{name: 'allocate', function: 'c34_three_allocate', role: 'cpu'},
		{name: 'consume', function: 'c34_three_consume', role: 'worker'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: [
		...['V0', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{variants: ['VF34', 'VF34q', 'VF35'], expected: 'holds', reference: 'C34, candidate'},
		{variants: ['VF34l'], archs: ['arm64'], expected: 'holds', reference: 'C34, candidate'},
		{
			variants: ['VF34l'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 3.1',
		},
		{archs: ['arm64'], expected: 'violated', property: 'break-before-make', reference: 'C34, remark'},
		{expected: 'violated', property: 'reaches-allocated', reference: 'C34, scx PR 3826'},
	],
	programs: ['producer-consumer'],
	counters: ['stale_uses', 'split_views', 'bbm_violations', 'corruptions'],
	limits:
		'The third CPU may wait for ever: where the allocation finds the range still busy, nobody hands anything over.',
};
