import type {Scenario} from './scenario.ts';

/** The same with interrupts off. */
export const c9CallerCannotSleep: Scenario = {
	id: 'C9-caller-cannot-sleep',
	title: 'the same with interrupts off',
	claims: ['C9', 'C32'],
	file: 'c9-caller-cannot-sleep.c',
	processes: [{name: 'stray and allocate', function: 'c9_stray_then_allocate_atomic', role: 'cpu'}],
	finish: 'c9_try_atomic_again',
	properties: ['allocation-recovers'],
	environment: [],
	archs: ['x86_64', 'arm64'],
	variants: ['VM', 'VJ', 'VL', 'VF32', 'VF32b', 'VF35'],
	expectations: [
		{
			variants: ['VF32b'],
			archs: ['x86_64'],
			expected: 'violated',
			property: 'allocation-recovers',
			reference: 'C32, candidate: not possible for callers that cannot sleep',
		},
		{variants: ['VM'], expected: 'open', reference: 'C9, remark'},
		{expected: 'holds', reference: 'C9, June fix'},
	],
	programs: ['tracepoint-in-lock'],
	counters: ['set_refused_scratch', 'alloc_failures'],
	limits: 'For ever as in C9-scratched-page-refused.',
};
