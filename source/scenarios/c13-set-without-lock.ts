import type {Scenario} from './scenario.ts';

/** What the exchange takes out is not looked at, so a page that came meanwhile is lost. */
export const c13SetWithoutLock: Scenario = {
	id: 'C13-set-without-lock',
	title: 'a second set of the same entry runs without the lock',
	claims: ['C13'],
	file: 'c13-set-without-lock.c',
	setup: 'c13_set_setup',
	processes: [
		{name: 'set', function: 'c13_set_locked', role: 'cpu'},
		{name: 'set too', function: 'c13_set_unlocked', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['Vd', 'VJ', 'VL', 'VF21'],
	expectations: [
		{expected: 'violated', property: 'page-leak', reference: 'C13, condition dropped; question 8'},
	],
	programs: [],
	counters: ['set_replaced_scratch'],
};
