import type {Scenario} from './scenario.ts';

/** What a fix of C34 must not take away. */
export const c34SameCpuAgain: Scenario = {
	id: 'C34-same-cpu-again',
	title: 'the CPU that freed a page allocates the same address again, beside a neighbour',
	claims: ['C34'],
	file: 'c34-same-cpu-again.c',
	processes: [
		{name: 'program', function: 'c34_again', role: 'cpu'},
		{name: 'neighbour', function: 'c34_neighbour', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'riscv64', 's390x', 'generic'],
	variants: [
		...['V0', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{
			variants: ['VF34l'],
			archs: ['x86_64', 'generic'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 2',
		},
		{expected: 'holds', reference: 'thread 3: a free flushes before it returns'},
	],
	programs: ['churn'],
	counters: ['alloc_failures'],
	limits:
		'What an interrupt on the same CPU does between unlock and flush is not shown; another CPU can do the same.',
};
