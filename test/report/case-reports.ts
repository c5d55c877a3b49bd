/** Reports of cases as a runner would give them. */
import type {CaseReport, TraceStep} from '../../source/explore/case.ts';

/** A case that holds, as history expects; `changes` make it another. */
export function caseReport(changes: Partial<CaseReport> = {}): CaseReport {
	return {
		scenario: 'C34-range-returned-before-flush',
		arch: 'x86_64',
		variant: 'VJ',
		verdict: 'holds',
		expected: 'holds',
		expectedProperty: null,
		property: null,
		states: 1234,
		transitions: 5678,
		seconds: 0.25,
		memoryModel: 'sc',
		trace: [],
		cycle: [],
		claims: ['C34'],
		reference: 'C34',
		text: '',
		where: [],
		shortest: false,
		token: null,
		finals: 3,
		depth: 40,
		limit: null,
		environment: [],
		processes: ['allocator', 'freer'],
		reduction: 'persistent',
		sampled: null,
		shard: null,
		outcomes: [],
		properties: ['use-after-free'],
		error: null,
		...changes,
	};
}

/** A step of CPU 0 that changes nothing; `changes` make it another. */
export function traceStep(changes: Partial<TraceStep> = {}): TraceStep {
	return {
		step: 1,
		cpu: 0,
		stack: [{function: 'arena_free_pages', file: 'bpf/arena.c', line: 310}],
		op: 'load',
		address: '0x1000',
		place: '',
		before: '',
		after: '',
		found: '',
		choice: 0,
		choices: 1,
		changes: [],
		failure: '',
		...changes,
	};
}

/** A violated case with a trace of three steps on two CPUs. */
export function violatedReport(changes: Partial<CaseReport> = {}): CaseReport {
	return caseReport({
		verdict: 'violated',
		expected: 'violated',
		property: 'use-after-free',
		text: 'allocator reads page 3 after it was freed',
		shortest: true,
		token: 'AQabc',
		trace: [
			traceStep({
				cpu: 1,
				stack: [
					{function: 'apply_range_clear_cb', file: 'variants/vj.c', line: 44},
					{function: 'arena_free_pages', file: 'bpf/arena.c', line: 310},
				],
				changes: [{name: 'pte[2]', before: 'page 3', after: 'none'}],
			}),
			traceStep({step: 2, choice: 1, choices: 3, place: 'arena.spinlock', before: '0x1', after: '0x0'}),
			traceStep({step: 3, stack: [], op: 'load', place: 'page 3', failure: 'reads a freed page'}),
		],
		...changes,
	});
}
