import type {Scenario} from './scenario.ts';

/** One word more than the contract allows. */
export const c44GuardOverrun: Scenario = {
	id: 'C44-guard-overrun',
	title: 'a kfunc reads one word further than half a guard past the pointer that it was handed',
	claims: ['C44', 'C41'],
	file: 'c44-guard-overrun.c',
	processes: [{name: 'kfunc', function: 'c44_kfunc', role: 'cpu'}],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [{expected: 'violated', property: 'oops', reference: 'C44, contract; arch-facts 1.7'}],
	programs: ['guard-overrun'],
	counters: ['oopses'],
	limits:
		'From a pointer further inside the window the same overrun would hit recoverable addresses: what the contract ' +
		'asks of every kfunc matters at the end only. The window has 8 pages instead of 4 GiB.',
};
