import type {Scenario} from './scenario.ts';

/** A miss that is remembered, and a page that comes afterwards. */
export const c25EarlierMiss: Scenario = {
	id: 'C25-earlier-miss',
	title: 'a CPU has missed at an address, another allocates it, and the first one uses it',
	claims: ['C25', 'C24'],
	file: 'c25-earlier-miss.c',
	processes: [
		{name: 'program', function: 'c25_miss', role: 'cpu'},
		{name: 'allocate', function: 'c25_allocate', role: 'cpu'},
	],
	properties: [],
	environment: ['negative-caching'],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	variants: [
		...['V0', 'V1', 'Vt', 'Vd', 'V2', 'VM', 'VS', 'VJ', 'VL'],
		...['VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	],
	expectations: [
		{archs: ['riscv64'], expected: 'holds', reference: 'arch-facts 2: mark_new_valid_map'},
		{expected: 'holds', reference: 'arch-facts 2: a miss is not remembered'},
	],
	programs: ['producer-consumer'],
	counters: ['ext_fixups', 'violations'],
	limits:
		'That the other CPU sees the entry later than the pointer would need a weaker memory model: on arm64 that is what dsb is ' +
		'for, and here it cannot be missed.',
};
