import type {Scenario} from './scenario.ts';

/** The same as C15-one-touch with three accesses that get through after their faults. */
export const c15FewTouchesGetThrough: Scenario = {
	id: 'C15-few-touches-get-through',
	title: 'the same as C15-one-touch with three accesses that get through after their faults',
	claims: ['C15', 'C14'],
	file: 'c15-few-touches-get-through.c',
	setup: 'c15_few_setup',
	processes: [
		{name: 'allocate', function: 'c15_few_allocate', role: 'cpu'},
		{name: 'touch', function: 'c15_few_get_through', role: 'cpu'},
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
		{expected: 'holds', reference: 'C15: finitely many accesses, and the peer gets on after each win'},
	],
	programs: ['one-past-end'],
	counters: ['set_replaced_scratch'],
	limits: 'That an access gets through is put in by making it one step.',
};
