import type {Scenario} from './scenario.ts';

/** The corruption that was observed. */
export const c34FirstStoreLost: Scenario = {
	id: 'C34-first-store-lost',
	title: 'an allocation initialises its page while the free of the old one has not flushed yet',
	claims: ['C34'],
	file: 'c34-first-store-lost.c',
	setup: 'c34_store_setup',
	processes: [
		{name: 'free', function: 'c34_store_free', role: 'cpu'},
		{name: 'allocate', function: 'c34_store_allocate', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'riscv64', 'generic'],
	variants: [
		...['V0', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{variants: ['VF34', 'VF34q', 'VF35'], expected: 'holds', reference: 'C34, candidate'},
		{
			variants: ['VF34l'],
			archs: ['arm64', 'riscv64'],
			expected: 'holds',
			reference: 'C34, candidate: flush inside the lock',
		},
		{
			variants: ['VF34l'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 2',
		},
		{expected: 'violated', property: 'expectation', reference: 'C34, scx PR 3826; thread 6.2'},
	],
	programs: ['churn', 'producer-consumer'],
	counters: ['stale_uses', 'corruptions'],
	limits:
		'Break before make is not checked here: arm64 breaks it before the store, see C34-range-returned-before-flush.',
};
