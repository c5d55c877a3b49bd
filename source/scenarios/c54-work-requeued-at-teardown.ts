import type {Scenario} from './scenario.ts';

/** Work that asks for itself again while its end is waited for. */
export const c54WorkRequeuedAtTeardown: Scenario = {
	id: 'C54-work-requeued-at-teardown',
	title: 'the map is freed while the worker, which could not have the lock, asks to be run again',
	claims: ['C54'],
	file: 'c54-work-requeued-at-teardown.c',
	processes: [
		{name: 'program', function: 'c54_program', role: 'cpu'},
		{name: 'worker', function: 'c54_worker', role: 'worker'},
		{name: 'map free', function: 'c54_map_free', role: 'cpu'},
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
		{
			variants: ['VF34l'],
			archs: ['x86_64', 'generic'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate: it flushes with interrupts off',
		},
		{expected: 'open', reference: 'C54'},
	],
	programs: [],
	counters: ['deferred_frees'],
	limits:
		"Taking the map down is one store that says so. The lab's own arena_destroy() looks at the list again after it has " +
		'waited, which upstream does not do, so this scenario does as upstream does.',
};
