import type {Scenario} from './scenario.ts';

/** The lock is never free for who holds it, and everybody else waits too. */
export const c2TrylockUnderOwnLock: Scenario = {
	id: 'C2-trylock-under-own-lock',
	title: 'the same fault while another CPU allocates as well',
	claims: ['C2', 'C1'],
	file: 'c2-trylock-under-own-lock.c',
	processes: [
		{name: 'allocate', function: 'c2_allocate', role: 'cpu'},
		{name: 'neighbour', function: 'c2_allocate_too', role: 'cpu'},
	],
	finish: 'c2_finish',
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
		{
			variants: ['VR'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; VR repoints a live entry in every allocation',
		},
		{variants: ['VR'], expected: 'holds', reference: 'VR has no empty entry, so nothing faults'},
		{variants: ['Vt'], expected: 'violated', property: 'livelock', reference: 'C2'},
		{expected: 'holds', reference: 'C3'},
	],
	programs: ['tracepoint-in-lock'],
	counters: ['refaults', 'lockups'],
};
