import type {Scenario} from './scenario.ts';

/** The fixes of C34 where locks time out. */
export const c34LockTimeout: Scenario = {
	id: 'C34-lock-timeout',
	title: 'a page is freed and allocated again while attempts to take the lock may time out',
	claims: ['C34', 'C54'],
	file: 'c34-lock-timeout.c',
	setup: 'c34_timeout_setup',
	processes: [
		{name: 'free', function: 'c34_timeout_free', role: 'cpu'},
		{name: 'allocate', function: 'c34_timeout_allocate', role: 'cpu'},
		{name: 'worker', function: 'run_worker', role: 'worker'},
	],
	finish: 'c34_timeout_finish',
	properties: [],
	environment: ['lock-timeout'],
	archs: ['x86_64', 'arm64'],
	variants: ['V0', 'VJ', 'VL', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	expectations: [
		{variants: ['VF34', 'VF34q', 'VF35'], expected: 'holds', reference: 'C34, candidate'},
		{variants: ['VF34l'], archs: ['arm64'], expected: 'holds', reference: 'C34, candidate'},
		{
			variants: ['VF34l'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 3.1',
		},
		{archs: ['arm64'], expected: 'violated', property: 'break-before-make', reference: 'C34, remark'},
		{expected: 'violated', property: 'reaches-allocated', reference: 'C34, scx PR 3826'},
	],
	programs: ['churn'],
	counters: ['lock_failures', 'deferred_frees', 'stale_uses'],
	limits:
		'The worker runs once beside the others; what is left on its list then it does at the end, when every attempt succeeds.',
};
