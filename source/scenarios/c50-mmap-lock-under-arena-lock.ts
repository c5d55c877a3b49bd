import type {Scenario} from './scenario.ts';

/** The two locks in the order that is the other way round in munmap. */
export const c50MmapLockUnderArenaLock: Scenario = {
	id: 'C50-mmap-lock-under-arena-lock',
	title: 'a free takes mmap_lock while it holds the lock of the list of VMAs, as the user unmaps the arena',
	claims: ['C50'],
	file: 'c50-zap-without-mmap-lock.c',
	setup: 'c50_setup',
	processes: [
		{name: 'free', function: 'c50_zap_under', role: 'cpu'},
		{name: 'munmap', function: 'c50_munmap', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	variants: ['VM'],
	expectations: [{expected: 'violated', property: 'deadlock', reference: 'C50: AB-BA with close and mmap'}],
	programs: [],
	counters: [],
	limits:
		'The kernel of the lab has no mmap_lock and no list of VMAs: both, and munmap, are in the C of the scenario, with plain ' +
		"locks; only the zap is the machine's. The variant plays no part.",
};
