import type {Scenario} from './scenario.ts';

/** What the lock is for, and what the exchange would be for without it. */
export const c10TwoClearsWithoutLock: Scenario = {
	id: 'C10-two-clears-without-lock',
	title: 'two CPUs clear one entry, and neither holds the lock',
	claims: ['C10'],
	file: 'c10-two-clears-without-lock.c',
	setup: 'c10_clears_setup',
	processes: [
		{name: 'clear', function: 'c10_clear_unlocked', role: 'cpu'},
		{name: 'clear too', function: 'c10_clear_unlocked', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'generic'],
	variants: ['V1', 'Vt', 'V2', 'VM', 'VJ', 'VL'],
	expectations: [
		{
			variants: ['V1', 'Vt'],
			expected: 'violated',
			property: 'double-free',
			reference: 'C10, condition dropped: read, then clear',
		},
		{
			archs: ['generic'],
			expected: 'open',
			reference: 'C10, condition dropped; arch-facts 2: the clear is not atomic here',
		},
		{expected: 'holds', reference: 'C10, condition dropped: an exchange gives a page to one of them'},
	],
	programs: [],
	counters: ['double_frees'],
};
