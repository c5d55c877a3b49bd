import type {Scenario} from './scenario.ts';

/** A fault while another CPU keeps the lock until the fault is over. */
export const c3LockKeptByAnother: Scenario = {
	id: 'C3-lock-kept-by-another',
	title: 'a fault while another CPU keeps the lock until the fault is over',
	claims: ['C3', 'C2'],
	file: 'c3-lock-kept-by-another.c',
	processes: [
		{name: 'fault', function: 'c3_fault', role: 'cpu'},
		{name: 'lock holder', function: 'c3_keep_lock', role: 'cpu'},
	],
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
		{variants: ['Vt'], expected: 'violated', property: 'livelock', reference: 'C3, C2: Vt wants the lock'},
		{expected: 'holds', reference: 'C3'},
	],
	programs: ['tracepoint-in-lock'],
	counters: ['scratch_installs', 'lockups'],
	limits:
		'No kernel code keeps the lock like this. It stands for any context in which the holder cannot go on before the fault is over.',
};
