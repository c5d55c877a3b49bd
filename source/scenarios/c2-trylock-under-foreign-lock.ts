import type {Scenario} from './scenario.ts';

/** The other side of C2: here the attempt is worth repeating, as every holder lets go in the end. */
export const c2TrylockUnderForeignLock: Scenario = {
	id: 'C2-trylock-under-foreign-lock',
	title: 'a fault while another CPU holds the lock',
	claims: ['C2'],
	file: 'c2-trylock-under-foreign-lock.c',
	processes: [
		{name: 'stray', function: 'c2_stray', role: 'cpu'},
		{name: 'allocate', function: 'c2_hold_lock', role: 'cpu'},
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
		{
			variants: ['VR'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; VR repoints a live entry in every allocation',
		},
		{variants: ['VR'], expected: 'holds', reference: 'VR has no empty entry, so nothing faults'},
		{
			variants: ['Vt'],
			expected: 'holds',
			reference: 'C2; what was proposed on 19 May wherever it cannot deadlock',
		},
		{expected: 'holds', reference: 'C3'},
	],
	programs: ['one-past-end'],
	counters: ['refaults'],
};
