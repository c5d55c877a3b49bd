import type {Scenario} from './scenario.ts';

/** As merged: the list of VMAs is locked, the address space is not. */
export const c50ZapWithoutMmapLock: Scenario = {
	id: 'C50-zap-without-mmap-lock',
	title: 'a free zaps under the lock of the list of VMAs alone while the user unmaps the arena',
	claims: ['C50'],
	file: 'c50-zap-without-mmap-lock.c',
	setup: 'c50_setup',
	processes: [
		{name: 'free', function: 'c50_zap_without', role: 'cpu'},
		{name: 'munmap', function: 'c50_munmap', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	variants: ['VM'],
	expectations: [
		{expected: 'violated', property: 'freed-table', reference: 'C50; 80b89d0226a0, CVE-2026-74354'},
	],
	programs: [],
	counters: [],
	limits:
		'The kernel of the lab has no mmap_lock and no list of VMAs: both, and munmap, are in the C of the scenario, with plain ' +
		"locks; only the zap is the machine's. The variant plays no part.",
};
