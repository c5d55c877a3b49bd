import type {Scenario} from './scenario.ts';

/** An allocation meets scratch, and two other CPUs may bring it back. */
export const c14ScratchComesBack: Scenario = {
	id: 'C14-scratch-comes-back',
	title: 'an allocation meets scratch, and two other CPUs may bring it back',
	claims: ['C14', 'C30'],
	file: 'c14-scratch-comes-back.c',
	setup: 'c14_setup',
	processes: [
		{name: 'allocate', function: 'c14_allocate', role: 'cpu'},
		{name: 'stray', function: 'c14_stray', role: 'cpu'},
		{name: 'stray too', function: 'c14_stray', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['Vd', 'VJ', 'VL', 'VF21', 'VF22', 'VF25', 'VF32', 'VF32b', 'VF34', 'VF34q', 'VF34l', 'VF35'],
	expectations: [
		{
			variants: ['Vd'],
			archs: ['arm64'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C30: "provided the flush covers all CPUs"; Vd has none',
		},
		{expected: 'holds', reference: 'C14'},
	],
	programs: ['one-past-end', 'tracepoint-in-lock'],
	counters: ['set_replaced_scratch', 'bbm_violations', 'stale_uses'],
};
