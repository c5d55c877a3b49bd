import type {Scenario} from './scenario.ts';

/** Flush, zap, and only then free. */
export const c33FreedPageOutOfReach: Scenario = {
	id: 'C33-freed-page-out-of-reach',
	title: 'a page is freed while another CPU goes on reading it',
	claims: ['C33'],
	file: 'c33-freed-page-out-of-reach.c',
	setup: 'c33_setup',
	processes: [
		{name: 'free', function: 'c33_free', role: 'cpu'},
		{name: 'read', function: 'c33_read', role: 'cpu'},
	],
	properties: [],
	environment: ['speculative-fill'],
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
		{expected: 'holds', reference: 'C33'},
	],
	programs: ['use-after-free', 'free-while-kfunc'],
	counters: ['stale_uses'],
	limits:
		"The page, not the address: what the reader finds there later is for C34. The user's mapping is for C52.",
};
