import type {Scenario} from './scenario.ts';

/** Who strayed and who allocated are different programs, and the address is legal by the time it is used again. */
export const c6TwoProgramsOneArena: Scenario = {
	id: 'C6-two-programs-one-arena',
	title: 'a page is allocated while another CPU strays to it, and then handed to that CPU',
	claims: ['C6', 'C5', 'C32'],
	file: 'c6-two-programs-one-arena.c',
	processes: [
		{name: 'allocate', function: 'c6_allocate', role: 'cpu'},
		{name: 'use', function: 'c6_use', role: 'cpu'},
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
		{variants: ['VF32', 'VF32b', 'VF35'], expected: 'holds', reference: 'C32, candidate'},
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
		{
			variants: ['Vt'],
			expected: 'holds',
			reference: 'C9: scratch first, and the page is refused; else no scratch',
		},
		{archs: ['arm64'], expected: 'holds', reference: 'C30, June fix'},
		{variants: ['VR', 'V1', 'V2', 'VM', 'VS'], expected: 'open', reference: 'C6; question 9'},
		{expected: 'violated', property: 'reaches-allocated', reference: 'C32; thread 6.1'},
	],
	programs: ['one-past-end', 'producer-consumer'],
	counters: ['set_overwrote_scratch', 'stale_uses', 'corruptions'],
};
