import type {Scenario} from './scenario.ts';

/** A permission fault is none of recovery's business. */
export const c43WriteToReadOnly: Scenario = {
	id: 'C43-write-to-read-only',
	title: 'a kfunc writes to an allocated page whose entry is read-only',
	claims: ['C43'],
	file: 'c43-write-to-read-only.c',
	processes: [{name: 'kfunc', function: 'c43_kfunc', role: 'cpu'}],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			archs: ['arm64', 'arm64-nocontpte', 's390x'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7: its allocation alone repoints a live entry',
		},
		{expected: 'violated', property: 'oops', reference: 'C43; arch-facts 1.6'},
	],
	programs: [],
	counters: ['oopses'],
	limits:
		'KFENCE, which is asked before recovery too, is not there. Nothing in the arena makes entries read-only.',
};
