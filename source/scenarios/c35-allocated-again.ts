import type {Scenario} from './scenario.ts';

/** What comes after C35. */
export const c35AllocatedAgain: Scenario = {
	id: 'C35-allocated-again',
	title: 'a stray access meets a free, and the address is allocated again and handed over',
	claims: ['C35', 'C32', 'C9'],
	file: 'c35-allocated-again.c',
	setup: 'c35_again_setup',
	processes: [
		{name: 'program', function: 'c35_again_free', role: 'cpu'},
		{name: 'kfunc', function: 'c35_again_touch', role: 'worker'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: [
		...['V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 3.1',
		},
		{
			variants: ['V1', 'Vt', 'V2', 'VM', 'VS'],
			expected: 'holds',
			reference: 'C9: scratch refuses the allocation',
		},
		{variants: ['VF32', 'VF32b', 'VF35'], expected: 'holds', reference: 'C32, candidate'},
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'reaches-allocated',
			reference: 'C30: Vd has no flush',
		},
		{archs: ['arm64'], expected: 'holds', reference: 'C30: the allocation flushes'},
		{expected: 'violated', property: 'reaches-allocated', reference: 'C35: then C32 applies'},
	],
	programs: ['use-after-free', 'free-while-kfunc'],
	counters: ['stale_uses', 'split_views', 'corruptions'],
	limits:
		'The stray access is given up after one fault (C15). The CPU that made it may wait for ever: a refused allocation is handed to ' +
		'nobody.',
};
