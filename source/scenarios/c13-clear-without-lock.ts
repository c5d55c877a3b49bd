import type {Scenario} from './scenario.ts';

/** A clear without the lock runs beside an allocation that meets scratch. */
export const c13ClearWithoutLock: Scenario = {
	id: 'C13-clear-without-lock',
	title: 'a clear without the lock runs beside an allocation that meets scratch',
	claims: ['C13'],
	file: 'c13-clear-without-lock.c',
	setup: 'c13_clear_setup',
	processes: [
		{name: 'allocate', function: 'c13_allocate_over_scratch', role: 'cpu'},
		{name: 'clear', function: 'c13_clear_unlocked', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64'],
	variants: ['Vd', 'VJ', 'VL', 'VF21'],
	expectations: [{expected: 'open', reference: 'C13, condition dropped; question 8'}],
	programs: [],
	counters: ['set_replaced_scratch'],
	limits:
		"Only what becomes of pages is asked. Whoever was given the page may find that it is gone, as after any free of somebody else's page.",
};
