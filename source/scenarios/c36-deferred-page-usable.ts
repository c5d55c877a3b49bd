import type {Scenario} from './scenario.ts';

/** What a program can do with a page whose free was put off. */
export const c36DeferredPageUsable: Scenario = {
	id: 'C36-deferred-page-usable',
	title: 'a program reads a page whose free it has put off, while the worker comes',
	claims: ['C36', 'C33'],
	file: 'c36-deferred-page-usable.c',
	processes: [
		{name: 'program', function: 'c36_use', role: 'cpu'},
		{name: 'worker', function: 'run_worker', role: 'worker'},
	],
	finish: 'c36_finish',
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
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
			reference: 'C34, candidate "only arm64-like"',
		},
		{expected: 'holds', reference: 'C36: by design'},
	],
	programs: ['use-after-free'],
	counters: ['deferred_frees', 'stale_uses'],
};
