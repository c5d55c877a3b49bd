import type {Scenario} from './scenario.ts';

/** The deferred free, which has the same order. */
export const c34DeferredWorker: Scenario = {
	id: 'C34-deferred-worker',
	title: 'the worker frees a page while the CPU that used it allocates the address again',
	claims: ['C34', 'C36'],
	file: 'c34-deferred-worker.c',
	processes: [
		{name: 'program', function: 'c34_free_later', role: 'cpu'},
		{name: 'worker', function: 'run_worker', role: 'worker'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			archs: ['arm64', 's390x'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; thread 3, VR: a live entry is repointed',
		},
		{variants: ['VF34', 'VF34q', 'VF35'], expected: 'holds', reference: 'C34, candidate'},
		{
			variants: ['VF34l'],
			archs: ['arm64', 'riscv64', 's390x'],
			expected: 'holds',
			reference: 'C34, candidate: flush inside the lock',
		},
		{
			archs: ['s390x'],
			expected: 'open',
			reference: 'C34 speaks of x86 and arm64; arch-facts 2: ptep_get_and_clear() is an IPTE, which flushes',
		},
		{
			variants: ['VF34l'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate "only arm64-like"; arch-facts 2',
		},
		{archs: ['arm64'], expected: 'violated', property: 'break-before-make', reference: 'C34, remark'},
		{
			expected: 'violated',
			property: 'reaches-allocated',
			reference: 'C34: all variants, the worker included',
		},
	],
	programs: ['churn', 'producer-consumer'],
	counters: ['deferred_frees', 'stale_uses', 'split_views', 'bbm_violations', 'corruptions'],
	limits: 'The interrupt that starts the worker is not shown; the worker may come at once.',
};
