import type {Scenario} from './scenario.ts';

/** What the bits in PAGE_KERNEL are good for. */
export const c21LateBitsBornClear: Scenario = {
	id: 'C21-late-bits-born-clear',
	title: 'hardware sets missing bits late, and an entry that lacks them is freed and used again',
	claims: ['C21'],
	file: 'c21-late-bits-born-clear.c',
	setup: 'c21_make_clean',
	processes: [
		{name: 'reuse', function: 'c21_reuse_clean', role: 'cpu'},
		{name: 'hardware', function: 'c21_late_clean', role: 'environment'},
	],
	properties: [],
	environment: ['stray-accessed-dirty'],
	archs: ['x86_64'],
	variants: ['V0', 'VM', 'VJ', 'VL', 'VF21', 'VF35'],
	expectations: [
		{
			variants: ['V0', 'VM'],
			expected: 'holds',
			reference: 'thread 3: set is a check for none and a plain store',
		},
		{variants: ['VF21', 'VF35'], expected: 'holds', reference: 'C21, candidate; thread 6.4'},
		{expected: 'violated', property: 'livelock', reference: 'C21, remark: why PAGE_KERNEL has the bits'},
	],
	programs: ['churn'],
	counters: ['lockups'],
	limits:
		'Nobody maps arena pages without the two bits; this shows what keeps C21 out of reach, not that it is within.',
};
