import type {Scenario} from './scenario.ts';

/** The exception table comes before recovery. */
export const c43ExceptionTableFirst: Scenario = {
	id: 'C43-exception-table-first',
	title: 'a BPF program uses a page that nobody touched before, and writes to a read-only one',
	claims: ['C43', 'C40'],
	file: 'c43-exception-table-first.c',
	processes: [{name: 'program', function: 'c43_program', role: 'cpu'}],
	properties: ['violation-unreported'],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			expected: 'violated',
			property: 'violation-unreported',
			reference: 'C40; request for comments: no entry is empty, from the first access on',
		},
		{expected: 'holds', reference: 'C43; C40, cover letter of 17 May for what is not scratched'},
	],
	programs: ['direct-store'],
	counters: ['ext_fixups', 'violations'],
};
