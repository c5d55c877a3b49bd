import type {Scenario} from './scenario.ts';

/** Weak fairness, and no more: each CPU that can step does, but nothing says when. */
export const c15PeerTouchesUntilDone: Scenario = {
	id: 'C15-peer-touches-until-done',
	title: 'an allocation meets scratch while another CPU touches the page until it is through',
	claims: ['C15'],
	file: 'c15-peer-touches-until-done.c',
	setup: 'c15_setup',
	processes: [
		{name: 'allocate', function: 'c15_allocate', role: 'cpu'},
		{name: 'touch', function: 'c15_touch', role: 'cpu'},
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
};
