/**
 * An explorer that finds what a test tells it to find, when the test tells it: scenarios, reports with a trace such as real ones have, and a
 * run that stays open until it is ended.
 */

import type {CaseJob, CaseReport, TraceStep} from '../../../source/explore/case.ts';
import type {RunCases, RunHooks} from '../../../source/explore/run-cases.ts';
import type {Scenario} from '../../../source/scenarios/scenario.ts';
import type {ExploreChoice} from '../../../source/ui/options.ts';
import {caseReport, traceStep} from '../../report/case-reports.ts';

/** A scenario for both of the usual architectures; `changes` make it another. */
export const fakeScenario = (id: string, changes: Partial<Scenario> = {}): Scenario => ({
	id,
	title: `the situation of ${id.slice(id.indexOf('-') + 1).replaceAll('-', ' ')}`,
	claims: [id.slice(0, id.indexOf('-'))],
	file: `${id.toLowerCase()}.c`,
	processes: [
		{name: 'free', function: 'do_free', role: 'cpu'},
		{name: 'allocate', function: 'do_allocate', role: 'cpu'},
	],
	properties: [],
	environment: [],
	archs: ['x86_64', 'arm64'],
	expectations: [{expected: 'holds', reference: 'thread'}],
	programs: [],
	counters: [],
	...changes,
});

const c34 = 'C34-range-returned-before-flush';

export const fakeScenarios: readonly Scenario[] = [
	fakeScenario('C5-scratch-overwritten', {
		variants: ['V0', 'VM'],
		expectations: [{expected: 'violated', property: 'entry-overwritten', reference: 'C5'}],
		counters: ['set_overwrote_scratch'],
	}),
	fakeScenario('C11-free-skips-scratch', {claims: ['C11', 'C12'], counters: ['double_frees']}),
	fakeScenario('C15-loop-terminates', {
		expectations: [{expected: 'open', reference: 'C15'}],
		programs: ['churn'],
		counters: ['lockups'],
		limits: 'a real scheduler is fair, and the time between two faults is long',
	}),
	fakeScenario('C17-user-never-scratch', {counters: ['user_hit_scratch']}),
	fakeScenario('C21-stray-accessed-dirty', {
		archs: ['x86_64'],
		environment: ['stray-accessed-dirty'],
		expectations: [{expected: 'violated', property: 'livelock', reference: 'C21'}],
		counters: ['lockups'],
	}),
	fakeScenario('C30-break-before-make', {archs: ['arm64'], counters: ['bbm_violations']}),
	fakeScenario('C33-free-after-flush', {claims: ['C33'], programs: ['producer-consumer']}),
	fakeScenario(c34, {
		title: 'one CPU frees a page that another has used and allocates again at the same address',
		claims: ['C34', 'C33'],
		expectations: [{expected: 'violated', property: 'reaches-allocated', reference: 'C34, scx PR 3826'}],
		programs: ['churn', 'batch'],
		counters: ['stale_uses', 'corruptions'],
	}),
	fakeScenario('C52-user-fault-maps-after-free', {
		claims: ['C52'],
		expectations: [{expected: 'open', reference: ''}],
	}),
];

const frame = (name: string, file: string, line: number) => ({function: name, file, line});

/** Steps of both CPUs up to a use of a stale translation. */
export const staleTrace = (): TraceStep[] => {
	const steps: Partial<TraceStep>[] = [
		{
			cpu: 1,
			stack: [frame('mmu_translate', 'hw/mmu.c', 88), frame('kfunc_read', 'bpf/kfuncs.c', 31)],
			changes: [{name: 'tlb[1][0]', before: 'none', after: 'page 3'}],
		},
		{cpu: 1, stack: [frame('c34_allocate', 'scenarios/c34.c', 31)], op: 'store', place: 'used'},
		{cpu: 0, stack: [frame('c34_free', 'scenarios/c34.c', 22)]},
		{
			cpu: 0,
			stack: [frame('raw_res_spin_lock', 'bpf/arena.c', 120), frame('arena_free_pages', 'bpf/arena.c', 301)],
			op: 'update',
			changes: [{name: 'arena.spinlock', before: 'free', after: 'held by CPU 0'}],
		},
		{
			cpu: 0,
			stack: [
				frame('apply_range_clear_cb', 'variants/vj.c', 44),
				frame('apply_to_existing_page_range', 'mm/memory.c', 61),
				frame('arena_free_pages', 'bpf/arena.c', 310),
			],
			op: 'update',
			changes: [{name: 'pte[0]', before: 'page 3', after: 'none'}],
		},
		{
			cpu: 0,
			stack: [
				frame('range_tree_set', 'bpf/range_tree.c', 200),
				frame('arena_free_pages', 'bpf/arena.c', 312),
			],
			op: 'store',
			changes: [{name: 'free range', before: '1..', after: '0..'}],
		},
		{
			cpu: 0,
			stack: [frame('raw_res_spin_unlock', 'bpf/arena.c', 131)],
			op: 'store',
			changes: [{name: 'arena.spinlock', before: 'held by CPU 0', after: 'free'}],
		},
		{
			cpu: 1,
			stack: [frame('raw_res_spin_lock', 'bpf/arena.c', 120), frame('arena_alloc_pages', 'bpf/arena.c', 240)],
			op: 'update',
			choice: 1,
			choices: 2,
			changes: [{name: 'arena.spinlock', before: 'free', after: 'held by CPU 1'}],
		},
		{
			cpu: 1,
			stack: [
				frame('ptep_try_set', 'include/asm/pgtable.h', 72),
				frame('apply_range_set_cb', 'variants/vj.c', 21),
				frame('arena_alloc_pages', 'bpf/arena.c', 255),
			],
			op: 'update',
			changes: [{name: 'pte[0]', before: 'none', after: 'page 4'}],
		},
		{
			cpu: 1,
			stack: [frame('kfunc_write', 'bpf/kfuncs.c', 41), frame('c34_allocate', 'scenarios/c34.c', 34)],
			op: 'store',
			place: 'page 3',
			before: '0x0',
			after: '0x1',
			failure: 'the store goes to page 3, but page 4 was allocated there',
		},
	];
	return steps.map((changes, index) => traceStep({...changes, step: index + 1}));
};

/** What a real explorer might say of a job. */
export const fakeReport = ({scenario, arch, variant}: CaseJob): CaseReport => {
	const report = caseReport({
		scenario,
		arch,
		variant,
		expected: 'open',
		reference: '',
		claims: [],
		states: 4321,
		transitions: 9876,
		seconds: 0.012,
		processes: ['free', 'allocate'],
		properties: ['oops', 'use-after-free', 'reaches-allocated', 'double-free'],
		reduction: 'quiet memory, persistent sets',
	});
	switch (scenario) {
		case c34:
			return {
				...report,
				verdict: 'violated',
				property: 'reaches-allocated',
				text: 'CPU 1 (allocate): broken: an access reaches another page than the one allocated there',
				trace: staleTrace(),
				token: 'AQIDBAUGBwgJ',
				shortest: true,
				states: 312,
				transitions: 401,
				seconds: 0.003,
			};
		case 'C17-user-never-scratch':
			return {
				...report,
				verdict: 'violated',
				property: 'user-never-scratch',
				text: 'CPU 0 (free): broken: user space is given the scratch page',
				trace: staleTrace().slice(0, 3),
				token: 'AQID',
				shortest: true,
			};
		case 'C15-loop-terminates':
			return {
				...report,
				verdict: 'violated',
				property: 'livelock',
				text: 'CPU 1 (allocate) takes steps for ever and nobody gets on',
				trace: staleTrace().slice(0, 4),
				cycle: staleTrace().slice(4, 7),
				token: 'AQIDCYCLE',
			};
		case 'C21-stray-accessed-dirty':
			return {
				...report,
				verdict: 'bounded',
				limit: 'memory',
				environment: ['stray-accessed-dirty'],
				states: 12_345_678,
			};
		case 'C52-user-fault-maps-after-free':
			return {...report, error: 'the image of x86_64 has no function c52_free'};
		default:
			return report;
	}
};

/** A run under way, in the hands of the test. */
export interface FakeRun {
	jobs: readonly CaseJob[];
	hooks: RunHooks;
	/** Reports on the next jobs that have none yet. */
	finish(count: number, make?: (job: CaseJob) => CaseReport): void;
	/** Says how far the search of a scenario is. */
	progress(scenario: string, states: number): void;
	/** Resolves the run with all that was reported. */
	end(): void;
	fail(reason: string): void;
}

export interface FakeExplore {
	choice: ExploreChoice;
	runs: FakeRun[];
	/** The newest run. */
	run(): FakeRun;
}

/** An explorer that waits for the test. */
export const createFakeExplore = (changes: Partial<ExploreChoice> = {}): FakeExplore => {
	const runs: FakeRun[] = [];
	const runCases: RunCases = (jobs, hooks) =>
		new Promise((resolve, reject) => {
			const reports: CaseReport[] = [];
			runs.push({
				jobs,
				hooks,
				finish(count, make = fakeReport) {
					for (const job of jobs.slice(reports.length, reports.length + count)) {
						const report = make(job);
						reports.push(report);
						hooks.report(report);
					}
				},
				progress(scenario, states) {
					const job = jobs.find(candidate => candidate.scenario === scenario);
					if (job === undefined) throw new Error(`${scenario} is not run`);
					const {arch, variant} = job;
					hooks.progress(
						{
							scenario,
							arch,
							variant,
							pass: 'walk',
							states,
							rate: 50_000,
							depth: 17,
							left: 12,
							secondsLeft: 2,
						},
						reports.length,
					);
				},
				end: () => resolve(reports),
				fail: reason => reject(new Error(reason)),
			});
		});
	return {
		choice: {
			scenarios: fakeScenarios,
			run: runCases,
			sourceText: () => (file, line) =>
				file === 'variants/vj.c' && line === 44 ? '\told = ptep_get_and_clear(&init_mm, addr, pte);' : null,
			replay: report =>
				report.token === null
					? null
					: `ptelab explore ${report.scenario} --arch ${report.arch} --variant ${report.variant} --replay ${report.token}`,
			...changes,
		},
		runs,
		run() {
			const run = runs.at(-1);
			if (run === undefined) throw new Error('nothing was explored');
			return run;
		},
	};
};
