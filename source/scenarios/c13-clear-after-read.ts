import type {Scenario} from './scenario.ts';

/** An allocation, a free and a stray access meet in one scratched entry. */
export const c13ClearAfterRead: Scenario = {
	id: 'C13-clear-after-read',
	title: 'an allocation, a free and a stray access meet in one scratched entry',
	claims: ['C13', 'C11'],
	file: 'c13-clear-after-read.c',
	setup: 'c13_setup',
	processes: [
		{name: 'allocate', function: 'c13_allocate', role: 'cpu'},
		{name: 'free', function: 'c13_free', role: 'cpu'},
		{name: 'stray', function: 'c13_stray', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['Vd', 'VJ', 'VL', 'VF21', 'VF22', 'VF25', 'VF34', 'VF34q'],
	expectations: [{expected: 'holds', reference: 'C13: every real set and clear holds the lock'}],
	programs: ['double-free', 'free-while-kfunc'],
	counters: ['set_replaced_scratch', 'clear_hit_scratch'],
	limits:
		'Break-before-make is not checked: a free and an allocation of one address are against it by themselves on arm64 (C34).',
};
