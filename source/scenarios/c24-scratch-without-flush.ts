import type {Scenario} from './scenario.ts';

/** From none to scratch without a flush. */
export const c24ScratchWithoutFlush: Scenario = {
	id: 'C24-scratch-without-flush',
	title: 'two CPUs fault at one empty entry, which becomes scratch without a flush',
	claims: ['C24', 'C3', 'C16'],
	file: 'c24-scratch-without-flush.c',
	processes: [
		{name: 'kfunc', function: 'c24_first', role: 'cpu'},
		{name: 'kfunc 2', function: 'c24_second', role: 'cpu'},
	],
	finish: 'c24_finish',
	properties: [],
	environment: ['negative-caching'],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{variants: ['V0'], expected: 'violated', property: 'oops', reference: 'thread 3, V0: no recovery'},
		{expected: 'holds', reference: 'C24'},
	],
	programs: ['one-past-end', 'wild-pointer'],
	counters: ['refaults'],
	limits:
		'A CPU takes an entry for not present only if it was the one that filled it. That another CPU sees the store later than its ' +
		'walker would need a weaker memory model.',
};
