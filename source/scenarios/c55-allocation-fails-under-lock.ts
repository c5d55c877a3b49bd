import type {Scenario} from './scenario.ts';

/** What an allocation that fails half-way leaves behind. */
export const c55AllocationFailsUnderLock: Scenario = {
	id: 'C55-allocation-fails-under-lock',
	title: 'an allocation of two pages and a user fault, each of which may run out of memory at any place',
	claims: ['C55'],
	file: 'c55-allocation-fails-under-lock.c',
	processes: [
		{name: 'allocate', function: 'c55_allocate', role: 'cpu'},
		{name: 'user', function: 'c55_user', role: 'cpu'},
	],
	properties: [],
	environment: ['allocation-failure'],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			archs: ['arm64', 'arm64-nocontpte', 's390x'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7: its allocation alone repoints a live entry',
		},
		{expected: 'holds', reference: 'C55; scx PR 3819: it returns NULL'},
	],
	programs: ['churn', 'batch'],
	counters: ['alloc_failures'],
	limits: 'That it fails often, though there is memory, is an assumption here. Ranges that are lost are C53.',
};
