/** An explorer that finds what it is told to find. */
import type {Explorer} from '../../source/commands/explore-runner.ts';
import {CompileFailure} from '../../source/commands/usage-error.ts';
import type {CaseJob, CaseReport} from '../../source/explore/case.ts';
import type {RunCases} from '../../source/explore/run-cases.ts';
import type {EnvironmentId} from '../../source/scenarios/scenario.ts';
import {caseReport} from '../report/case-reports.ts';
import {fakeScenarios} from './fake-context.ts';

export interface FakeExplorerOptions {
	/** What a case is found to be, beside its name; null: it is never finished. */
	finds?: (job: CaseJob) => Partial<CaseReport> | null;
	/** Called when a case is finished. */
	onReport?: (finished: number) => void;
	/** Runs reject with this when they are aborted; otherwise they resolve. */
	rejects?: string;
}

export interface FakeExplorer {
	explorer: Explorer;
	/** Every job that was run, in order. */
	jobs: CaseJob[];
	/** Calls of `prepareUser`, as text. */
	prepared: string[];
	/** Worker threads that were asked for. */
	threads: number[];
}

function usualEnvironment(scenario: string): readonly EnvironmentId[] {
	return fakeScenarios.find(({id}) => id === scenario)?.environment ?? [];
}

export function createFakeExplorer({finds, onReport, rejects}: FakeExplorerOptions): FakeExplorer {
	const fake: Omit<FakeExplorer, 'explorer'> = {jobs: [], prepared: [], threads: []};
	const runCases: RunCases = async (jobs, hooks) => {
		fake.threads.push(hooks.jobs);
		const reports: CaseReport[] = [];
		for (const job of jobs) {
			if (hooks.signal.aborted) {
				if (rejects !== undefined) {
					throw new Error(rejects);
				}

				break;
			}

			fake.jobs.push(job);
			const {scenario, arch, variant} = job;
			const progress = {states: 1234, rate: 50_000, depth: 17, left: 12, secondsLeft: 2.5};
			hooks.progress({scenario, arch, variant, pass: 'walk', ...progress}, reports.length);
			const found = finds === undefined ? {} : finds(job);
			if (found !== null) {
				const report = caseReport({
					scenario,
					arch,
					variant,
					expected: 'open',
					reference: '',
					claims: [],
					shard: job.options.shard,
					...found,
					environment: [...(job.options.environment ?? usualEnvironment(scenario))],
				});
				reports.push(report);
				hooks.report(report);
				onReport?.(fake.jobs.length);
			}
		}

		return reports;
	};

	return {
		...fake,
		explorer: {
			runCases,
			runPortCases: runCases,
			async prepareUser(source, archs) {
				fake.prepared.push(`${source.kind} ${source.path} on ${source.base} for ${archs.join(',')}`);
				if (source.text.includes('!')) {
					throw new CompileFailure(`${source.path}:1:1: error: expected identifier\n`, archs[0] ?? '');
				}

				return {
					variant: source.path.split('/').at(-1) ?? '',
					run: runCases,
					notes: [],
					defines: source.text.split(' ').filter(word => word !== ''),
					sourceText: (file, line) => (file === source.path ? `own line ${line}` : null),
				};
			},
			patchBase: base => ({path: 'kernel/bpf/arena.c', text: `/* as ${base} has it */\n`}),
			sourceText: arch => (file, line) => (file === '' ? null : `\ttext(${arch}, ${file}, ${line});`),
		},
	};
}
