import type {Scenario} from './scenario.ts';

/** The answer before: "retry", and the lock is still held. */
export const c51RetryWithLockHeld: Scenario = {
	id: 'C51-retry-with-lock-held',
	title:
		'the arena answers "retry" to a user fault without having dropped mmap_lock, and the user maps something meanwhile',
	claims: ['C51'],
	file: 'c51-lock-failure-in-user-fault.c',
	processes: [
		{name: 'fault', function: 'c51_fault_retry', role: 'cpu'},
		{name: 'map', function: 'c51_map', role: 'cpu'},
	],
	properties: [],
	environment: ['lock-timeout'],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	variants: ['VM', 'VJ'],
	expectations: [
		{expected: 'violated', property: 'deadlock', reference: 'C51; newest source has SIGBUS in its place'},
	],
	programs: [],
	counters: ['user_faults'],
	limits:
		'mmap_lock and the handler that takes it are in the C of the scenario. The answer of the core, SIGBUS, is turned into what it was before.',
};
