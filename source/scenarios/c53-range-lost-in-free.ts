import type {Scenario} from './scenario.ts';

/** Addresses that a free cannot give back. */
export const c53RangeLostInFree: Scenario = {
	id: 'C53-range-lost-in-free',
	title: 'a free between two pages in use cannot get memory for the range tree',
	claims: ['C53'],
	file: 'c53-range-lost-in-free.c',
	processes: [{name: 'free', function: 'c53_free', role: 'cpu'}],
	finish: 'c53_finish',
	properties: [],
	environment: ['allocation-failure'],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			archs: ['arm64', 'arm64-nocontpte', 's390x'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7: its allocation alone repoints a live entry',
		},
		{
			variants: ['VF34l'],
			archs: ['x86_64', 'generic'],
			expected: 'violated',
			property: 'warning',
			reference: 'C34, candidate: it flushes with interrupts off, of which one CPU only warns',
		},
		{expected: 'open', reference: 'C53'},
	],
	programs: [],
	counters: ['alloc_failures'],
	limits:
		'A range next to a free one needs no memory, and is not lost. The user can still fault a lost page in, which is not asked.',
};
