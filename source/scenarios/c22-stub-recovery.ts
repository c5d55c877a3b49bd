import type {Scenario} from './scenario.ts';

/** One stray access where the hook has nothing to install with. */
export const c22StubRecovery: Scenario = {
	id: 'C22-stub-recovery',
	title: 'a kernel access faults where the hook is wired and the helper is the stub',
	claims: ['C22', 'C23'],
	file: 'c22-stub-recovery.c',
	processes: [{name: 'kfunc', function: 'c22_touch', role: 'cpu'}],
	properties: [],
	environment: [],
	archs: ['arm64-nocontpte'],
	expectations: [
		{variants: ['V0'], expected: 'violated', property: 'oops', reference: 'thread 3, V0: no recovery'},
		{variants: ['VR'], expected: 'holds', reference: 'thread 3, VR: nothing is ever empty'},
		{variants: ['Vt'], expected: 'holds', reference: 'thread 3, Vt: a plain store under the lock'},
		{
			variants: ['VF22', 'VF35'],
			expected: 'violated',
			property: 'oops',
			reference: 'C22, candidate: an oops "instead of" an endless fault',
		},
		{expected: 'violated', property: 'livelock', reference: 'C22'},
	],
	programs: ['one-past-end', 'wild-pointer', 'guard-overrun'],
	counters: ['refaults', 'lockups', 'oopses'],
	limits: 'Says nothing of how many reports the stream takes before it is full.',
};
