import type {Scenario} from './scenario.ts';

/** A page is freed while another CPU allocates its address. */
export const c10ClearAgainstSet: Scenario = {
	id: 'C10-clear-against-set',
	title: 'a page is freed while another CPU allocates its address',
	claims: ['C10', 'C18'],
	file: 'c10-clear-against-set.c',
	setup: 'c10_set_setup',
	processes: [
		{name: 'free', function: 'c10_clear', role: 'cpu'},
		{name: 'allocate', function: 'c10_set', role: 'cpu'},
	],
	finish: 'c10_set_finish',
	properties: [],
	environment: [],
	archs: ['x86_64', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VF34l'],
			archs: ['x86_64', 'generic'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"',
		},
		{
			variants: ['V0', 'VR', 'V1', 'Vt'],
			expected: 'open',
			reference: 'C10, remark: under the lock two steps are as good',
		},
		{
			archs: ['s390x', 'generic'],
			expected: 'open',
			reference: 'C10; arch-facts 2: the clear is not atomic here',
		},
		{expected: 'holds', reference: 'C10'},
	],
	programs: ['churn'],
	counters: ['installs', 'clears', 'pages_freed'],
	limits:
		'On arm64 a free and an allocation of one address are against break-before-make by themselves (C34). Nobody uses the page here, since C34 is about those who do.',
};
