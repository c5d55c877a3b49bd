import type {Scenario} from './scenario.ts';

/** That the lock is the CPU's own is part of what must hold, so a case that holds shows the fault and the way out of it. */
export const c1FaultUnderOwnLock: Scenario = {
	id: 'C1-fault-under-own-lock',
	title: 'a kfunc faults on the CPU that holds the lock of the same arena',
	claims: ['C1', 'C3'],
	file: 'c1-fault-under-own-lock.c',
	processes: [{name: 'allocate', function: 'c1_allocate', role: 'cpu'}],
	finish: 'c1_finish',
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['V0'],
			expected: 'violated',
			property: 'oops',
			reference: 'before the series nothing recovers; C42',
		},
		{
			variants: ['VR'],
			archs: ['arm64', 'arm64-nocontpte', 's390x'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7; VR repoints a live entry in every allocation',
		},
		{variants: ['VR'], expected: 'holds', reference: 'VR has no empty entry, so nothing faults'},
		{
			archs: ['riscv64', 's390x', 'generic'],
			expected: 'violated',
			property: 'oops',
			reference: 'arch-facts 1.6: no other architecture calls the hook',
		},
		{variants: ['Vt'], expected: 'violated', property: 'livelock', reference: 'C2'},
		{
			variants: ['VF22', 'VF35'],
			archs: ['arm64-nocontpte'],
			expected: 'violated',
			property: 'oops',
			reference: 'C22, candidate: without the helper recovery is an oops',
		},
		{
			archs: ['arm64-nocontpte'],
			expected: 'violated',
			property: 'livelock',
			reference: 'C22; arch-facts 1.14: nothing is installed and the hook says "handled"',
		},
		{expected: 'holds', reference: 'C1'},
	],
	programs: ['tracepoint-in-lock'],
	counters: ['scratch_installs', 'refaults', 'lockups', 'oopses'],
	limits:
		"Programs start from the page allocator's tracepoint only; a kprobe could start one anywhere under the lock.",
};
