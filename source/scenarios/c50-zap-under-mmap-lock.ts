import type {Scenario} from './scenario.ts';

/** As fixed: one lock after the other, and what was found is looked up again. */
export const c50ZapUnderMmapLock: Scenario = {
	id: 'C50-zap-under-mmap-lock',
	title:
		'a free drops the lock of the list of VMAs, takes mmap_lock and looks again, as the user unmaps the arena',
	claims: ['C50'],
	file: 'c50-zap-without-mmap-lock.c',
	setup: 'c50_setup',
	processes: [
		{name: 'free', function: 'c50_zap_after', role: 'cpu'},
		{name: 'munmap', function: 'c50_munmap', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	variants: ['VL'],
	expectations: [{expected: 'holds', reference: 'C50; 80b89d0226a0'}],
	programs: [],
	counters: [],
	limits:
		'The kernel of the lab has no mmap_lock and no list of VMAs: both, and munmap, are in the C of the scenario, with plain ' +
		"locks; only the zap is the machine's. The variant plays no part.",
};
