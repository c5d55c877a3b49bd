import type {Scenario} from './scenario.ts';

/** A page is freed while another CPU goes on writing to it. */
export const c10ClearAgainstFault: Scenario = {
	id: 'C10-clear-against-fault',
	title: 'a page is freed while another CPU goes on writing to it',
	claims: ['C10', 'C33'],
	file: 'c10-clear-against-fault.c',
	setup: 'c10_setup',
	processes: [
		{name: 'free', function: 'c10_free', role: 'cpu'},
		{name: 'stray', function: 'c10_stray', role: 'cpu'},
	],
	finish: 'c10_finish',
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
		{variants: ['VR', 'V1', 'Vt'], expected: 'open', reference: 'C10, remark; question 7'},
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"',
		},
		{expected: 'holds', reference: 'C10'},
	],
	programs: ['free-while-kfunc', 'use-after-free'],
	counters: ['clear_hit_scratch', 'double_frees', 'pages_freed'],
	limits:
		'Break-before-make is not checked: on arm64 scratch between clear and flush is against it by itself (C35).',
};
