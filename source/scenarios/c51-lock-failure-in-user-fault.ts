import type {Scenario} from './scenario.ts';

/** The newest answer, and that of the file under test. */
export const c51LockFailureInUserFault: Scenario = {
	id: 'C51-lock-failure-in-user-fault',
	title: 'the arena answers a user fault that cannot have its lock, and the user maps something meanwhile',
	claims: ['C51'],
	file: 'c51-lock-failure-in-user-fault.c',
	processes: [
		{name: 'fault', function: 'c51_fault', role: 'cpu'},
		{name: 'map', function: 'c51_map', role: 'cpu'},
	],
	properties: [],
	environment: ['lock-timeout'],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			archs: ['arm64', 'arm64-nocontpte', 's390x'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7: its allocation alone repoints a live entry',
		},
		{expected: 'holds', reference: 'C51; newest source: SIGBUS'},
	],
	programs: [],
	counters: ['user_faults'],
	limits:
		'mmap_lock and the handler that takes it are in the C of the scenario. SIGBUS is the answer of the lab\'s core for every variant, also for those that upstream answered "retry" with.',
};
