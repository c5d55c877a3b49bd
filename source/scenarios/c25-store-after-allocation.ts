import type {Scenario} from './scenario.ts';

/** The first access of a BPF program to a new page. */
export const c25StoreAfterAllocation: Scenario = {
	id: 'C25-store-after-allocation',
	title: 'a BPF program stores to the page it has just allocated',
	claims: ['C25'],
	file: 'c25-store-after-allocation.c',
	processes: [{name: 'program', function: 'c25_store', role: 'cpu'}],
	properties: [],
	environment: ['negative-caching'],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	variants: [
		...['V0', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{
			variants: ['Vd', 'VJ'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'expectation',
			reference: 'C25; the helper before 71385b78dbc2',
		},
		{
			archs: ['arm64'],
			expected: 'holds',
			reference: 'C25: set_pte() has barriers, and so has the helper later',
		},
		{expected: 'holds', reference: 'arch-facts 2: not cached, or taken care of by flush_cache_vmap()'},
	],
	programs: ['churn', 'batch'],
	counters: ['ext_fixups', 'violations', 'corruptions'],
	limits:
		'Only the CPU that made the entry may take it for not present. Another one to which the pointer is handed would need a ' +
		'weaker memory model: the barrier is also what makes the store visible to its walker.',
};
