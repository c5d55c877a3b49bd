import type {Scenario} from './scenario.ts';

/** Flush, zap, and only then free: the zap. */
export const c33UserMappingGone: Scenario = {
	id: 'C33-user-mapping-gone',
	title: 'a page that the user has mapped is freed while the user goes on reading it',
	claims: ['C33'],
	file: 'c33-user-mapping-gone.c',
	setup: 'c33_gone_setup',
	processes: [
		{name: 'free', function: 'c33_gone_free', role: 'cpu'},
		{name: 'user', function: 'c33_gone_read', role: 'cpu'},
	],
	finish: 'c33_gone_finish',
	properties: ['user-mapping-stale'],
	environment: [],
	archs: ['x86_64', 'arm64', 'riscv64'],
	expectations: [
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"',
		},
		{expected: 'holds', reference: 'C33'},
	],
	programs: ['producer-consumer'],
	counters: [],
	limits: 'The user had its mapping before the free began; a fault that is under way then is C52.',
};
