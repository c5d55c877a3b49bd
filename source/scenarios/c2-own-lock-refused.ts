import type {Scenario} from './scenario.ts';

/** A resilient lock refuses its own CPU at once, so what is left of a deadlock is an allocation that fails. */
export const c2OwnLockRefused: Scenario = {
	id: 'C2-own-lock-refused',
	title: "a program at the allocator's tracepoint allocates from the arena that its CPU has locked",
	claims: ['C2'],
	file: 'c2-own-lock-refused.c',
	processes: [{name: 'allocate', function: 'c2_allocate_nested', role: 'cpu'}],
	finish: 'c2_nested_finish',
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			archs: ['arm64', 'arm64-nocontpte', 's390x'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; VR repoints a live entry in every allocation',
		},
		{expected: 'holds', reference: 'thread 4: the attempt at the lock may fail, and then there is no page'},
	],
	programs: ['tracepoint-in-lock'],
	counters: ['lock_failures', 'alloc_failures'],
	limits: "That the lock notices its own CPU is built into the lab's lock, not proved of the kernel's.",
};
