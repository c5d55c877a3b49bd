import type {Scenario} from './scenario.ts';

/** The window between the page's lookup and its mapping. */
export const c52ZapBeforeMap: Scenario = {
	id: 'C52-zap-before-map',
	title: 'a page is freed, and its address allocated again, while the user faults it in',
	claims: ['C52'],
	file: 'c52-zap-before-map.c',
	processes: [
		{name: 'user', function: 'c52_user', role: 'cpu'},
		{name: 'free', function: 'c52_free', role: 'cpu'},
	],
	finish: 'c52_finish',
	properties: ['user-mapping-stale'],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	expectations: [
		{
			variants: ['VR'],
			archs: ['arm64', 'arm64-nocontpte', 's390x'],
			expected: 'violated',
			property: 'break-before-make',
			reference: 'C7: its allocation alone repoints a live entry',
		},
		{
			variants: ['VF34l'],
			archs: ['x86_64', 'generic'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'C34, candidate: it flushes with interrupts off',
		},
		{expected: 'open', reference: 'C52; section 6 no. 11'},
	],
	programs: ['churn', 'producer-consumer'],
	counters: ['user_faults'],
	limits:
		'The zap and the fault both hold mmap_lock for reading, which keeps neither out; the lock is not shown. That the page ' +
		'itself is not freed early is checked too.',
};
