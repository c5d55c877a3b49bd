import type {Scenario} from './scenario.ts';

/** Where the fixes of C34 lose an address. */
export const c34NoLockNoMemory: Scenario = {
	id: 'C34-no-lock-no-memory',
	title: 'a page is freed without memory for small objects while the lock may time out',
	claims: ['C34', 'C53'],
	file: 'c34-no-lock-no-memory.c',
	setup: 'c34_poor_setup',
	processes: [
		{name: 'free', function: 'c34_poor_free', role: 'cpu'},
		{name: 'neighbour', function: 'c34_poor_neighbour', role: 'cpu'},
	],
	finish: 'c34_poor_finish',
	properties: [],
	environment: ['lock-timeout'],
	archs: ['x86_64', 'arm64'],
	variants: ['V0', 'VJ', 'VL', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	expectations: [
		{
			variants: ['VF34', 'VF34q', 'VF35'],
			expected: 'violated',
			property: 'expectation',
			reference: 'C34, candidate: a second lock attempt that fails and no memory to put it off',
		},
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 3.1',
		},
		{expected: 'holds', reference: 'thread 4: the free is lost, and the page stays until map free'},
	],
	programs: [],
	counters: ['lock_failures', 'alloc_failures'],
	limits:
		'Where the free itself is lost, the page and its address are out of use as well until the map goes away; that is how it ' +
		'was before, and not asked here.',
};
