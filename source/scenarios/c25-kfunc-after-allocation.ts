import type {Scenario} from './scenario.ts';

/** The first access of the kernel to a new page. */
export const c25KfuncAfterAllocation: Scenario = {
	id: 'C25-kfunc-after-allocation',
	title: 'a kfunc stores to a page that was just allocated',
	claims: ['C25', 'C24'],
	file: 'c25-kfunc-after-allocation.c',
	processes: [{name: 'kfunc', function: 'c25_kfunc', role: 'cpu'}],
	properties: [],
	environment: ['negative-caching'],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64'],
	variants: [
		...['V0', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [{expected: 'holds', reference: 'C25: spurious check, or retry'}],
	programs: ['churn', 'batch'],
	counters: ['refaults', 'violations'],
	limits: 'As C25-store-after-allocation: only the CPU that made the entry may take it for not present.',
};
