import type {Scenario} from './scenario.ts';

/** Whether the erratum can do anything to entries that have both bits from the start. */
export const c21LateBitsBornSet: Scenario = {
	id: 'C21-late-bits-born-set',
	title: 'hardware sets missing bits late, and entries are accessed and dirty from the start',
	claims: ['C21'],
	file: 'c21-late-bits-born-set.c',
	processes: [
		{name: 'allocate', function: 'c21_reuse', role: 'cpu'},
		{name: 'hardware', function: 'c21_late', role: 'environment'},
	],
	properties: [],
	environment: ['stray-accessed-dirty'],
	archs: ['x86_64', 'arm64'],
	variants: ['V0', 'VM', 'VJ', 'VL', 'VF21', 'VF35'],
	expectations: [{expected: 'open', reference: 'C21, remark: open whether reachable; thread 6.4'}],
	programs: ['churn'],
	counters: ['lockups'],
	limits:
		'One way in which hardware could leave bits in an empty entry, the one its makers describe. The processor with the ' +
		'erratum may know others.',
};
