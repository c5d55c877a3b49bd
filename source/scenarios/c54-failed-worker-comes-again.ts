import type {Scenario} from './scenario.ts';

/** What the re-queue is for. */
export const c54FailedWorkerComesAgain: Scenario = {
	id: 'C54-failed-worker-comes-again',
	title: 'the worker cannot have the lock, and the page that waits to be freed is freed in the end',
	claims: ['C54', 'C36'],
	file: 'c54-failed-worker-comes-again.c',
	processes: [
		{name: 'program', function: 'c54_again_program', role: 'cpu'},
		{name: 'worker', function: 'run_worker', role: 'worker'},
	],
	finish: 'c54_again_finish',
	properties: [],
	environment: ['lock-timeout'],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{
			variants: ['VR'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7: its allocation alone repoints a live entry',
		},
		{
			variants: ['VF34l'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate: it flushes with interrupts off',
		},
		{expected: 'holds', reference: 'thread 4: the worker re-queues itself when the lock attempt fails'},
	],
	programs: ['tracepoint-in-lock'],
	counters: ['deferred_frees'],
};
