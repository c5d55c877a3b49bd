import type {Scenario} from './scenario.ts';

/** The winner of the race is cleared at once. */
export const c16WinnerCleared: Scenario = {
	id: 'C16-winner-cleared',
	title: 'the winner of the race is cleared at once',
	claims: ['C16', 'C11'],
	file: 'c16-winner-cleared.c',
	processes: [
		{name: 'touch and free', function: 'c16_win_and_clear', role: 'cpu'},
		{name: 'stray', function: 'c16_stray', role: 'cpu'},
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
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"',
		},
		{expected: 'holds', reference: 'C16'},
	],
	programs: ['free-never-allocated', 'free-while-kfunc'],
	counters: ['try_set_lost', 'refaults'],
};
