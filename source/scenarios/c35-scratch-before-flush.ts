import type {Scenario} from './scenario.ts';

/** Scratch between a free's clear and its flush. */
export const c35ScratchBeforeFlush: Scenario = {
	id: 'C35-scratch-before-flush',
	title: 'a free has cleared an entry and not flushed yet when recovery puts scratch there',
	claims: ['C35', 'C7', 'C30'],
	file: 'c35-scratch-before-flush.c',
	setup: 'c35_setup',
	processes: [
		{name: 'free', function: 'c35_free', role: 'cpu'},
		{name: 'kfunc', function: 'c35_touch', role: 'cpu'},
	],
	finish: 'c35_finish',
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: [
		...['V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"',
		},
		{variants: ['VF35'], expected: 'holds', reference: 'C35, candidate'},
		{expected: 'holds', reference: 'C35: harmless'},
	],
	programs: ['use-after-free', 'free-while-kfunc'],
	counters: ['bbm_violations', 'split_views'],
	limits:
		'Break-before-make is taken at its word: the old translation may be in any TLB, whether or not a CPU ever used it. Both pages ' +
		'are ordinary memory with the same attributes, so what the hardware makes of it may be tame.',
};
