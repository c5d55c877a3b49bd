import type {Scenario} from './scenario.ts';

/** Weak fairness and one access: is it the number of accesses that ends the loop? */
export const c15OneTouch: Scenario = {
	id: 'C15-one-touch',
	title: 'an allocation meets scratch while another CPU touches the page, once',
	claims: ['C15', 'C14'],
	file: 'c15-one-touch.c',
	setup: 'c15_once_setup',
	processes: [
		{name: 'allocate', function: 'c15_once_allocate', role: 'cpu'},
		{name: 'touch', function: 'c15_touch_once', role: 'cpu'},
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
