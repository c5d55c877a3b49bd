import type {Scenario} from './scenario.ts';

/** The same with a fault handler that looks the page up without the lock. */
export const c18LookupWithoutLock: Scenario = {
	id: 'C18-lookup-without-lock',
	title: 'the same with a fault handler that looks the page up without the lock',
	claims: ['C18'],
	file: 'c18-lookup-without-lock.c',
	setup: 'c18_unlocked_setup',
	processes: [
		{name: 'free', function: 'c18_free_meanwhile', role: 'cpu'},
		{name: 'user', function: 'c18_fault_without_lock', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL'],
	expectations: [
		{
			expected: 'violated',
			property: 'use-after-free',
			reference: 'C18, condition dropped; the fix proposed on 17 May for the older function',
		},
	],
	programs: [],
	counters: ['stale_uses'],
};
