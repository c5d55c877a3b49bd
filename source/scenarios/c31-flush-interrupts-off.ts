import type {Scenario} from './scenario.ts';

/** What flush_tlb_before_set() may be made of. */
export const c31FlushInterruptsOff: Scenario = {
	id: 'C31-flush-interrupts-off',
	title: 'two CPUs flush a kernel address with interrupts off',
	claims: ['C31'],
	file: 'c31-flush-interrupts-off.c',
	processes: [
		{name: 'flush', function: 'c31_flush', role: 'cpu'},
		{name: 'flush 2', function: 'c31_flush_too', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64', 'arm64-nocontpte', 'riscv64', 's390x', 'generic'],
	variants: ['VJ'],
	expectations: [
		{
			archs: ['x86_64', 'generic'],
			expected: 'violated',
			property: 'ipi-with-interrupts-off',
			reference: 'arch-facts 2 and 3.1: the flush goes by IPI',
		},
		{archs: ['arm64', 'arm64-nocontpte'], expected: 'holds', reference: 'C31'},
		{expected: 'holds', reference: 'arch-facts 2: an instruction, or the firmware'},
	],
	programs: [],
	counters: ['lockups'],
	limits:
		'The variants do not differ here. x86 with INVLPGB and riscv64 with flushes by IPI are other machines than those of the lab.',
};
