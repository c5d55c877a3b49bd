import type {Scenario} from './scenario.ts';

/** The user's side of C34: zap comes after the range was given back, too. */
export const c34UserMapping: Scenario = {
	id: 'C34-user-mapping',
	title: 'a page that the user has mapped is freed and its address allocated again',
	claims: ['C34'],
	file: 'c34-user-mapping.c',
	setup: 'c34_user_setup',
	processes: [
		{name: 'free', function: 'c34_user_free', role: 'cpu'},
		{name: 'allocate', function: 'c34_user_allocate', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: [
		...['V0', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{variants: ['VF34', 'VF34q', 'VF35'], expected: 'holds', reference: 'C34, candidate'},
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 3.1',
		},
		{
			variants: ['VF34l'],
			expected: 'violated',
			property: 'reaches-allocated',
			reference: 'C34, candidate: the zap may sleep, so it stays outside the lock',
		},
		{archs: ['arm64'], expected: 'violated', property: 'break-before-make', reference: 'C34, remark'},
		{
			expected: 'violated',
			property: 'reaches-allocated',
			reference: 'C34: flush and zap come after the range',
		},
	],
	programs: ['producer-consumer'],
	counters: ['stale_uses', 'corruptions'],
};
