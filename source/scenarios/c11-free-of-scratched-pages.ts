import type {Scenario} from './scenario.ts';

/** Two CPUs free pages that were never allocated and hold scratch. */
export const c11FreeOfScratchedPages: Scenario = {
	id: 'C11-free-of-scratched-pages',
	title: 'two CPUs free pages that were never allocated and hold scratch',
	claims: ['C11'],
	file: 'c11-free-of-scratched-pages.c',
	setup: 'c11_setup',
	processes: [
		{name: 'free', function: 'c11_free', role: 'cpu'},
		{name: 'free too', function: 'c11_free', role: 'cpu'},
	],
	finish: 'c11_finish',
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['V0'],
			expected: 'violated',
			property: 'scratch-freed',
			reference: 'C11, condition dropped: V0 does not know scratch',
		},
		{
			variants: ['VF34l'],
			archs: ['x86_64', 'generic'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"',
		},
		{expected: 'holds', reference: 'C11'},
	],
	programs: ['free-never-allocated', 'double-free'],
	counters: ['clear_hit_scratch', 'double_frees'],
	limits: 'Scratch is put there by hand, so that V0 and architectures without the hook have some as well.',
};
