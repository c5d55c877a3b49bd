import type {Scenario} from './scenario.ts';

/** Scratch takes the program's own violations out of sight. */
export const c40BpfAccessAfterScratch: Scenario = {
	id: 'C40-bpf-access-after-scratch',
	title: 'a BPF program reads a page that nobody allocated while a kfunc on another CPU writes to it',
	claims: ['C40'],
	file: 'c40-bpf-access-after-scratch.c',
	processes: [
		{name: 'kfunc', function: 'c40_kfunc', role: 'cpu'},
		{name: 'program', function: 'c40_program', role: 'cpu'},
	],
	properties: ['violation-unreported'],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [
		{variants: ['V0'], expected: 'violated', property: 'oops', reference: 'before the series: no recovery'},
		{
			variants: ['VR'],
			expected: 'violated',
			property: 'violation-unreported',
			reference: 'C40; request for comments, which would have dropped fault reporting',
		},
		{
			expected: 'violated',
			property: 'violation-unreported',
			reference: 'C40, remark; section 6 no. 10 expects it',
		},
	],
	programs: ['one-past-end', 'direct-store'],
	counters: ['violations', 'ext_fixups'],
	limits: 'Reports are counted on each CPU; that the stream may be full, and its text, are not shown.',
};
