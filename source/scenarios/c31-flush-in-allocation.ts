import type {Scenario} from './scenario.ts';

/** The flush of the June fix where it happens. */
export const c31FlushInAllocation: Scenario = {
	id: 'C31-flush-in-allocation',
	title: 'two CPUs allocate scratched pages at the same time',
	claims: ['C31', 'C30'],
	file: 'c31-flush-in-allocation.c',
	setup: 'c31_setup',
	processes: [
		{name: 'allocate', function: 'c31_allocate', role: 'cpu'},
		{name: 'allocate 2', function: 'c31_allocate_too', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: [
		...['VR', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{
			variants: ['VR', 'Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7, C30: no flush at all',
		},
		{expected: 'holds', reference: 'C31'},
	],
	programs: ['one-past-end'],
	counters: ['lockups', 'bbm_violations'],
	limits: 'Nobody uses the pages afterwards: what x86 misses by not flushing is for C32.',
};
