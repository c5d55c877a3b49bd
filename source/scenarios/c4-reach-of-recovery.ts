import type {Scenario} from './scenario.ts';

/** Faults on the first and the last recoverable page, under the lock. */
export const c4ReachOfRecovery: Scenario = {
	id: 'C4-reach-of-recovery',
	title: 'faults on the first and the last recoverable page, under the lock',
	claims: ['C4', 'C41'],
	file: 'c4-reach-of-recovery.c',
	processes: [{name: 'fault', function: 'c4_fault', role: 'cpu'}],
	finish: 'c4_finish',
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{
			variants: ['V0'],
			expected: 'violated',
			property: 'oops',
			reference: 'before the series nothing recovers; C42',
		},
		{variants: ['VR'], expected: 'holds', reference: 'VR has no empty entry, so nothing faults'},
		{variants: ['Vt'], expected: 'violated', property: 'livelock', reference: 'C2'},
		{expected: 'holds', reference: 'C4'},
	],
	programs: ['wild-pointer', 'guard-overrun'],
	counters: ['scratch_installs'],
	limits:
		'The explored arena has 16 pages, so one table holds all of its entries; the live one is as large as the real one.',
};
