import type {Scenario} from './scenario.ts';

/** Fairness by which the other CPU gets on after each race that it wins, and accesses without end. */
export const c15PeerGetsThroughUntilDone: Scenario = {
	id: 'C15-peer-gets-through-until-done',
	title: 'the same as C15-peer-touches-until-done where each access gets through after its fault',
	claims: ['C15'],
	file: 'c15-peer-gets-through-until-done.c',
	setup: 'c15_through_setup',
	processes: [
		{name: 'allocate', function: 'c15_through_allocate', role: 'cpu'},
		{name: 'touch', function: 'c15_get_through', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['Vd', 'VJ', 'VL', 'VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	expectations: [
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{expected: 'open', reference: 'C15; question 3'},
	],
	programs: ['one-past-end'],
	counters: ['set_replaced_scratch'],
	limits:
		'That an access gets through is put in by making it one step. On x86 the allocation flushes nobody, so the other CPU keeps its ' +
		'translation of scratch and faults no more; without that it is C15-peer-evicted-until-done.',
};
